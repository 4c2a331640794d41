import type { Blow } from '../core/schedule.ts';
import type { Topology } from '../core/topology.ts';
import { predictCephLoss } from './ceph.ts';
import { type EdgeLoss, predictEdgeLoss } from './edge.ts';
import {
  type Prediction,
  predictGaleraJoin,
  predictGaleraLoss,
  predictGaleraSilence,
} from './galera.ts';
import { predictKeystoneSilence } from './keystone.ts';
import type { Layers } from './layers.ts';
import { howGone, type Loss } from './loss.ts';
import {
  predictRabbitmqKill,
  predictRabbitmqQuorumSilence,
  predictRabbitmqSilence,
} from './rabbitmq.ts';
import { predictRedisLoss } from './redis.ts';

/** What a system's configuration predicts of a blow. */
export interface BlowPrediction {
  readonly system: string;
  /** What it is the cost of, and on what condition. */
  readonly of: string;
  readonly prediction: Prediction;
  /** `service`: how long clients wait. `return`: how long the node takes to come back. */
  readonly about: 'service' | 'return';
  /** Whether it falls on the one that matters; else it may also cost nothing. */
  readonly sure: boolean;
  /** Whether somebody misses it before it is healed; else it costs what it lasts. */
  readonly missed: boolean;
}

interface Found {
  readonly of: string;
  readonly prediction: Prediction;
  readonly about?: 'return';
  readonly sure?: false;
}

/** Where a system's files lie. */
type LayersOf = (system: string) => Layers;

type Predict = (loss: Loss, topology: Topology, layersOf: LayersOf) => Found | undefined;

/**
 * What each system's configuration says of a blow that takes one machine at a time, or one service.
 *
 * @param layersOf where other files than the topology's own are meant
 */
export function predictionsOf(
  blow: Blow,
  topology: Topology,
  layersOf: LayersOf = (system) => ownLayers(topology, system),
): readonly BlowPrediction[] {
  const loss = howGone(blow, topology);
  if (loss === undefined) return [];
  const { system: meant } = blow.target;
  return topology.systems.flatMap(({ name }) => {
    const predict = isHit(name, loss) ? predictors[name] : undefined;
    const isMeant = meant === undefined || meant === name;
    const found = predict?.(isMeant ? loss : { ...loss, role: 'any' }, topology, layersOf);
    if (found === undefined) return [];
    const { about = 'service', sure = true } = found;
    return [{ system: name, about, sure, ...inTime(found, loss, blow.fault.lastsMs) }];
  });
}

/** The service with which a node is gone, of systems that have others beside it. */
const CARRIERS: Readonly<Record<string, string>> = {
  galera: 'mariadb',
  redis: 'redis',
  rabbitmq: 'rabbitmq',
};

/** A machine that goes takes every system along; a service its own. */
const isHit = (system: string, { service, systems }: Loss): boolean =>
  service === undefined || (systems.includes(system) && (CARRIERS[system] ?? service) === service);

/** A silence that ends before anybody has missed it is waited for, and that is all. */
function inTime(
  { of, prediction }: Found,
  { how }: Loss,
  lastsMs: number,
): Pick<BlowPrediction, 'of' | 'prediction' | 'missed'> {
  if (how !== 'silent' || lastsMs >= prediction.minMs) return { of, prediction, missed: true };
  const part = { part: 'detected', knob: 'healed before that', minMs: 0, maxMs: lastsMs } as const;
  return {
    of: `${of}: healed before it is missed`,
    prediction: { minMs: 0, maxMs: lastsMs, parts: [part] },
    missed: false,
  };
}

const predictors: Readonly<Record<string, Predict>> = {
  galera: ({ how }, topology, layersOf) => {
    const voters = topology.machines.filter(({ services }) =>
      services.some(({ system }) => system === 'galera' || system === 'arbitrator'),
    ).length;
    if (voters < 3) return undefined;
    const layers = layersOf('galera');
    switch (how) {
      case 'dies':
        return { of: 'a node that dies', prediction: predictGaleraLoss(layers) };
      case 'silent':
        return { of: 'a node that is silent', prediction: predictGaleraSilence(layers) };
      case 'leaves':
        return {
          of: 'the return of a node',
          prediction: predictGaleraJoin(layers),
          about: 'return',
        };
    }
  },
  redis: (loss, _, layersOf) => {
    if (loss.role === 'replica') return undefined;
    const [config = '', ...overlays] = [layersOf('redis')].flat();
    return leader('the primary', loss, predictRedisLoss({ config, overlays }));
  },
  rabbitmq: (loss, { settings }, layersOf) => {
    const setting = (name: string) => settings[name] ?? settings[`rabbitmq ${name}`];
    if (loss.role === 'replica' || setting('queue') === 'plain') return undefined;
    const layers = layersOf('rabbitmq');
    const silence =
      setting('version') === '4' ? predictRabbitmqQuorumSilence : predictRabbitmqSilence;
    const prediction = loss.how === 'silent' ? silence(layers) : predictRabbitmqKill();
    return leader('the queue’s leader', loss, prediction);
  },
  edge: (loss, _, layersOf) => {
    const what = edgeLossOf(loss);
    if (what === undefined) return undefined;
    const prediction = predictEdgeLoss(what, { folders: [layersOf('edge')].flat() });
    const of = what.replace('-', ' ');
    return what.startsWith('backend') ? { of, prediction } : leader(of, loss, prediction);
  },
  keystone: (loss, { systems }, layersOf) => {
    const below = ['galera', 'edge'];
    const stands = below.every((name) => systems.some((system) => system.name === name));
    if (loss.how !== 'silent' || loss.service !== undefined || !stands) return undefined;
    const folders = [layersOf('edge')].flat();
    const prediction = predictKeystoneSilence(
      {
        databaseMs: predictGaleraSilence(layersOf('galera')).maxMs,
        addressMs: predictEdgeLoss('holder-silent', { folders }).maxMs,
      },
      layersOf('keystone'),
    );
    return leader('a machine with what it stands on', loss, prediction);
  },
  ceph: ({ how, service }, _, layersOf) => {
    const layers = layersOf('ceph');
    const isOsd = service === 'osd';
    if (!isOsd && service !== undefined) return undefined;
    if (how === 'silent') {
      const prediction = predictCephLoss('machine-silent', layers);
      return { of: isOsd ? 'an OSD that hangs' : 'a machine that is silent', prediction };
    }
    const prediction = predictCephLoss(isOsd ? 'osd-killed' : 'machine-killed', layers);
    return { of: isOsd ? 'an OSD that is gone' : 'a machine that refuses', prediction };
  },
};

/** Which one the blow falls on may not be known before. */
const leader = (of: string, { role }: Loss, prediction: Prediction): Found =>
  role === 'primary'
    ? { of, prediction }
    : { of: `${of}, if it is that one`, prediction, sure: false };

function edgeLossOf({ service, how, role }: Loss): EdgeLoss | undefined {
  if (service === 'nginx') return how === 'silent' ? 'backend-hangs' : 'backend-killed';
  if (service === 'haproxy') return how === 'silent' ? 'haproxy-frozen' : 'haproxy-killed';
  // Killed or frozen, it leaves its address where it is.
  if (service === 'keepalived') return how === 'leaves' ? 'holder-stopped' : undefined;
  if (service !== undefined) return undefined;
  if (role === 'replica') return how === 'silent' ? 'backend-silent' : 'backend-killed';
  const holder = {
    dies: 'holder-killed',
    silent: 'holder-silent',
    leaves: 'holder-stopped',
  } as const;
  return holder[how];
}

/** The folders of a system's files, each on top of the one before. */
function ownLayers({ machines }: Topology, system: string): readonly string[] {
  const services = machines.flatMap((machine) => machine.services);
  const config = services.find((one) => one.system === system && one.config !== undefined)?.config;
  if (config === undefined) throw new RangeError(`${system} has no files`);
  return [config.folder, ...(config.overlays ?? [])];
}
