import type { Scenario } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';
import type { Target } from '../core/target.ts';
import type { Workload } from '../core/workload.ts';
import { predictCephLoss } from '../predictions/ceph.ts';
import { type EdgeLoss, predictEdgeLoss } from '../predictions/edge.ts';
import { type Prediction, predictGaleraLoss, predictGaleraSilence } from '../predictions/galera.ts';
import {
  predictRabbitmqKill,
  predictRabbitmqQuorumSilence,
  predictRabbitmqSilence,
} from '../predictions/rabbitmq.ts';
import { predictRedisLoss } from '../predictions/redis.ts';

/** Where the configuration files of a system lie. */
export type FolderOf = (system: string) => string;

interface Hit {
  readonly blow: Blow;
  readonly way: Way;
  readonly folderOf: FolderOf;
  readonly scenario: Scenario;
}

/**
 * How long this workload's operations should stop after this blow (rto.all), from the files alone;
 * undefined where no formula is known: for more than one machine at a time, for instance, or for what
 * is healed before it would be noticed.
 */
export function predictBlow(
  {
    blow,
    workload,
    scenario,
  }: {
    readonly blow: Blow;
    readonly workload: Workload;
    readonly scenario: Scenario;
  },
  folderOf: FolderOf,
): Prediction | undefined {
  const way = wayOf(blow);
  if (way === undefined || !meetsOne(blow.target)) return undefined;
  const hit = { blow, way, folderOf, scenario };
  const own = formulas[workload.system]?.(hit, workload);
  const isBehindTheEdge = workload.system === 'galera' && runs(scenario, 'edge');
  const all = own !== undefined && isBehindTheEdge ? longer(own, inFront(hit)) : own;
  return all === undefined || isHealedFirst(blow, all) ? undefined : all;
}

/** What is over before anybody can have noticed it costs what it lasts, and no formula is about that. */
const isHealedFirst = ({ fault }: Blow, { parts }: Prediction): boolean =>
  fault.lastsMs < parts.reduce((sum, { minMs }) => sum + minMs, 0);

/** How it looks to peers: its kernel says goodbye, it refuses, or nothing is heard. */
type Way = 'stopped' | 'killed' | 'silent';

function wayOf({ fault: { kind, settings } }: Blow): Way | undefined {
  switch (kind) {
    case 'stop':
      return 'stopped';
    case 'kill':
      return 'killed';
    case 'power-cycle':
    case 'pause':
    case 'unplug':
      return 'silent';
    case 'partition': {
      const isWhole = settings['shape'] === 'isolate' && settings['direction'] === 'both';
      return isWhole && settings['clients'] !== 'with-targets' ? 'silent' : undefined;
    }
    default:
      return undefined;
  }
}

function meetsOne({ selection, order }: Target): boolean {
  if (order.order !== 'together') return false;
  switch (selection.select) {
    case 'role':
    case 'machine':
      return true;
    case 'named':
      return selection.names.length === 1;
    case 'some':
      return selection.count === 1;
    case 'all':
    case 'minority':
    case 'majority':
    case 'primaries':
    case 'replicas':
      return false;
  }
}

const formulas: Readonly<Record<string, (hit: Hit, workload: Workload) => Prediction | undefined>> =
  {
    galera: ({ blow, way, folderOf }) => {
      if (!aims(blow, 'mariadb') || way === 'stopped') return undefined;
      const folder = folderOf('galera');
      return way === 'killed' ? predictGaleraLoss(folder) : predictGaleraSilence(folder);
    },
    redis: ({ blow, folderOf }) =>
      aims(blow, 'redis')
        ? perhaps(blow, 'redis', predictRedisLoss({ config: folderOf('redis') }))
        : undefined,
    rabbitmq: ({ blow, way, folderOf, scenario }) => {
      const { name, settings } = scenario.topology;
      const queue = settings['queue'] ?? settings['rabbitmq queue'];
      if (!aims(blow, 'rabbitmq') || queue === 'plain' || way === 'stopped') return undefined;
      if (way === 'killed') return perhaps(blow, 'rabbitmq', predictRabbitmqKill());
      const folder = folderOf('rabbitmq');
      const predicted =
        name === 'rabbitmq-4'
          ? predictRabbitmqQuorumSilence(folder)
          : predictRabbitmqSilence(folder);
      return perhaps(blow, 'rabbitmq', predicted);
    },
    edge: (hit, { settings }) => (settings?.['to'] === undefined ? inFront(hit) : undefined),
    ceph: ({ blow, way, folderOf }) => {
      const { service } = blow.target;
      if (service !== undefined && service !== 'osd') return undefined;
      const folder = folderOf('ceph');
      if (way === 'silent') return predictCephLoss('machine-silent', folder);
      return predictCephLoss(service === 'osd' ? 'osd-killed' : 'machine-killed', folder);
    },
  };

/** What is lost of the edge, if anything is. */
function inFront({ blow, way, folderOf }: Hit): Prediction | undefined {
  const loss = lossOfEdge(blow.target, way);
  if (loss === undefined) return undefined;
  return perhaps(blow, 'edge', predictEdgeLoss(loss, { folders: [folderOf('edge')] }));
}

function lossOfEdge({ service, selection }: Target, way: Way): EdgeLoss | undefined {
  if (service === 'haproxy') return way === 'silent' ? 'haproxy-frozen' : 'haproxy-killed';
  if (service === 'keepalived') return undefined;
  const isReplica = selection.select === 'role' && selection.role === 'replica';
  if (service !== undefined) return way === 'silent' ? 'backend-hangs' : 'backend-killed';
  if (isReplica) return way === 'silent' ? 'backend-silent' : 'backend-killed';
  return `holder-${way}`;
}

const aims = ({ target }: Blow, service: string): boolean =>
  target.service === undefined || target.service === service;

const runs = ({ topology }: Scenario, name: string): boolean =>
  topology.systems.some((system) => system.name === name);

/** Who is not known to be primary may have been none, and then nothing stops. */
function perhaps({ target }: Blow, system: string, prediction: Prediction): Prediction {
  const { selection } = target;
  const isPrimary =
    selection.select === 'role' &&
    selection.role === 'primary' &&
    (target.system ?? system) === system;
  return isPrimary ? prediction : { ...prediction, minMs: 0 };
}

/** Two things are noticed independently of each other: the later one counts. */
function longer(one: Prediction, other: Prediction | undefined): Prediction {
  if (other === undefined) return one;
  const { parts } = other.maxMs > one.maxMs ? other : one;
  return {
    minMs: Math.max(one.minMs, other.minMs),
    maxMs: Math.max(one.maxMs, other.maxMs),
    parts,
  };
}
