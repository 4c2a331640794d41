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
}

type Found = Omit<BlowPrediction, 'system'>;

type Predict = (loss: Loss, topology: Topology) => readonly Found[];

/** How long each system's clients wait, as far as its configuration says so; of one machine at a time. */
export function predictionsOf(blow: Blow, topology: Topology): readonly BlowPrediction[] {
  const loss = howGone(blow, topology);
  if (loss === undefined) return [];
  const { system: meant } = blow.target;
  return topology.systems.flatMap(({ name }) => {
    // A machine that goes takes every system along; a service its own.
    const isHit = loss.service === undefined || loss.systems.includes(name);
    const predict = predictors[name];
    if (predict === undefined || !isHit) return [];
    const isMeant = meant === undefined || meant === name;
    return predict(isMeant ? loss : { ...loss, role: 'any' }, topology).map((found) => ({
      system: name,
      ...inTime(found, loss, blow.fault.lastsMs),
    }));
  });
}

/** A silence that ends before anybody has missed it is waited for, and that is all. */
function inTime(found: Found, { how }: Loss, lastsMs: number): Found {
  const { of, prediction } = found;
  if (how !== 'silent' || lastsMs >= prediction.minMs) return found;
  const part = { part: 'detected', knob: 'healed before that', minMs: 0, maxMs: lastsMs } as const;
  return {
    of: `${of}: healed before it is missed`,
    prediction: { minMs: 0, maxMs: lastsMs, parts: [part] },
  };
}

const predictors: Readonly<Record<string, Predict>> = {
  galera: (loss, topology) => {
    const voters = topology.machines.filter(({ services }) =>
      services.some(({ system }) => system === 'galera' || system === 'arbitrator'),
    ).length;
    if (voters < 3) return [];
    const layers = layersOf(topology, 'galera');
    switch (loss.how) {
      case 'dies':
        return [{ of: 'a node that dies', prediction: predictGaleraLoss(layers) }];
      case 'silent':
        return [{ of: 'a node that is silent', prediction: predictGaleraSilence(layers) }];
      case 'leaves':
        return [{ of: 'the return of a node', prediction: predictGaleraJoin(layers) }];
    }
  },
  redis: (loss, topology) => {
    if (loss.role === 'replica') return [];
    const [config = '', ...overlays] = layersOf(topology, 'redis');
    const prediction = predictRedisLoss({ config, overlays });
    return [{ of: `the primary${unsure(loss)}`, prediction }];
  },
  rabbitmq: (loss, topology) => {
    const queue = topology.settings['queue'] ?? topology.settings['rabbitmq queue'];
    if (loss.role === 'replica' || queue === 'plain') return [];
    const layers = layersOf(topology, 'rabbitmq');
    const silence = queue === 'quorum' ? predictRabbitmqQuorumSilence : predictRabbitmqSilence;
    const prediction = loss.how === 'silent' ? silence(layers) : predictRabbitmqKill();
    return [{ of: `the queue’s leader${unsure(loss)}`, prediction }];
  },
  edge: (loss, topology) => {
    const what = edgeLossOf(loss);
    if (what === undefined) return [];
    const prediction = predictEdgeLoss(what, { folders: layersOf(topology, 'edge') });
    const who = what.startsWith('backend') ? '' : unsure(loss);
    return [{ of: `${what.replace('-', ' ')}${who}`, prediction }];
  },
  keystone: (loss, topology) => {
    const below = ['galera', 'edge'].every((name) =>
      topology.systems.some((system) => system.name === name),
    );
    if (loss.how !== 'silent' || loss.service !== undefined || !below) return [];
    const prediction = predictKeystoneSilence(
      {
        databaseMs: predictGaleraSilence(layersOf(topology, 'galera')).maxMs,
        addressMs: predictEdgeLoss('holder-silent', { folders: layersOf(topology, 'edge') }).maxMs,
      },
      layersOf(topology, 'keystone'),
    );
    return [{ of: `a machine with what it stands on${unsure(loss)}`, prediction }];
  },
  ceph: (loss, topology) => {
    const layers = layersOf(topology, 'ceph');
    const isOsd = loss.service === 'osd';
    if (!isOsd && loss.service !== undefined) return [];
    if (loss.how === 'silent') {
      const prediction = predictCephLoss('machine-silent', layers);
      return [{ of: isOsd ? 'an OSD that hangs' : 'a machine that is silent', prediction }];
    }
    const prediction = predictCephLoss(isOsd ? 'osd-killed' : 'machine-killed', layers);
    return [{ of: isOsd ? 'an OSD that is gone' : 'a machine that refuses', prediction }];
  },
};

/** Which one the blow falls on is not known before. */
const unsure = ({ role }: Loss): string => (role === 'primary' ? '' : ', if it is that one');

function edgeLossOf({ service, how, role }: Loss): EdgeLoss | undefined {
  if (service === 'nginx') return how === 'silent' ? 'backend-hangs' : 'backend-killed';
  if (service === 'haproxy') return how === 'silent' ? 'haproxy-frozen' : 'haproxy-killed';
  if (service === 'keepalived') return how === 'leaves' ? 'holder-stopped' : 'holder-killed';
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
function layersOf({ machines }: Topology, system: string): readonly string[] {
  const services = machines.flatMap((machine) => machine.services);
  const config = services.find((one) => one.system === system && one.config !== undefined)?.config;
  if (config === undefined) throw new RangeError(`${system} has no files`);
  return [config.folder, ...(config.overlays ?? [])];
}
