import { readFileSync } from 'node:fs';
import { fixtureFolder } from '../core/package-folder.ts';
import type { PredictedPart, Prediction } from './galera.ts';
import { type Layers, layeredFiles } from './layers.ts';

/** What goes away: an OSD's process, a whole machine whose kernel refuses, or one that is silent. */
export type CephLoss = 'osd-killed' | 'machine-killed' | 'machine-silent';

/** Ceph's own defaults, 16.2: src/common/options.cc. In seconds, but for factors. */
const defaults = {
  osd_heartbeat_grace: 20,
  osd_heartbeat_interval: 6,
  osd_mon_report_interval: 5,
  mon_lease: 5,
  mon_lease_renew_interval_factor: 0.6,
  mon_lease_ack_timeout_factor: 2,
  mon_election_timeout: 5,
  paxos_propose_interval: 1,
} as const;

type Knob = keyof typeof defaults;

/** OSDs look for silent peers every second: OSD_TICK_INTERVAL, src/osd/OSD.h. */
const TICK_MS = 1_000;
/** Placement groups exchange what they know, and a lane that waits gives up and connects anew. */
const CLIENT_MS = 1_500;

/**
 * How long operations stop for when one of three machines loses its OSD, or all it runs.
 *
 * A process that died is refused, and reported at once. A silent OSD is reported by both others:
 * when a ping, sent at most 0.9 intervals and 0.5 s after the blow, is unanswered for the grace,
 * with the next tick and the next report. With its monitor gone as well a quorum must be found
 * first: lease and election run beside the grace, so the longer of both counts. Then the monitors
 * publish a map without the OSD, and a second one with which the new primaries may take writes
 * (up_thru), each after at most paxos_propose_interval.
 *
 * @param config the operator's folder with ceph.conf; fixtures/ceph if it is not given
 */
export function predictCephLoss(
  loss: CephLoss,
  config: Layers = fixtureFolder('ceph'),
): Prediction {
  const knobs = knobsOf(readFileSync(layeredFiles(config).get('ceph.conf') ?? 'ceph.conf', 'utf8'));
  const detected = detection(loss, knobs);
  const publish = knobs.paxos_propose_interval;
  const parts: readonly PredictedPart[] = [
    ...detected,
    { part: 'decided', knob: 'paxos_propose_interval: OSD down', minMs: 0, maxMs: publish },
    { part: 'decided', knob: 'paxos_propose_interval: up_thru', minMs: 0, maxMs: publish },
    { part: 'clients back', knob: 'peering, and a lane', minMs: 0, maxMs: CLIENT_MS },
  ];
  return { minMs: sum(parts, 'minMs'), maxMs: sum(parts, 'maxMs'), parts };
}

function detection(loss: CephLoss, knobs: Knobs): readonly PredictedPart[] {
  switch (loss) {
    case 'osd-killed':
      return [];
    case 'machine-killed':
      return quorum(knobs);
    case 'machine-silent': {
      const both = [quorum(knobs), heartbeats(knobs)] as const;
      return sum(both[0], 'maxMs') > sum(both[1], 'maxMs') ? both[0] : both[1];
    }
  }
}

/** The longest for a leader (it waits for an acknowledgement) and for peons (for a lease). */
const quorum = (knobs: Knobs): readonly PredictedPart[] => {
  const lease = knobs.mon_lease * knobs.mon_lease_ack_timeout_factor;
  const renewal = knobs.mon_lease * knobs.mon_lease_renew_interval_factor;
  const election = knobs.mon_election_timeout;
  return [
    { part: 'detected', knob: 'mon_lease', minMs: lease - renewal, maxMs: lease + renewal },
    { part: 'decided', knob: 'mon_election_timeout', minMs: election, maxMs: election },
  ];
};

const heartbeats = (knobs: Knobs): readonly PredictedPart[] => {
  const grace = knobs.osd_heartbeat_grace;
  const ping = 500 + 0.9 * knobs.osd_heartbeat_interval;
  const report = knobs.osd_mon_report_interval + TICK_MS;
  return [
    { part: 'detected', knob: 'osd_heartbeat_interval', minMs: 0, maxMs: ping },
    { part: 'detected', knob: 'osd_heartbeat_grace', minMs: grace, maxMs: grace },
    { part: 'detected', knob: 'osd_mon_report_interval', minMs: 0, maxMs: report },
  ];
};

const sum = (parts: readonly PredictedPart[], end: 'minMs' | 'maxMs'): number =>
  Math.round(parts.reduce((total, part) => total + part[end], 0));

/** In milliseconds; factors as they are. */
type Knobs = Readonly<Record<Knob, number>>;

/** A setting counts wherever it stands; Ceph takes spaces, dashes and underscores for the same. */
function knobsOf(text: string): Knobs {
  const lines = text.split('\n').flatMap((line) => {
    const [, name = '', value = ''] = line.match(/^\s*([\w -]+?)\s*=\s*([^#;]*)/) ?? [];
    return name === '' ? [] : [[name.replaceAll(/[ -]/g, '_'), value.trim()] as const];
  });
  const set = new Map(lines);
  const read = (name: Knob): number => {
    const value = Number(set.get(name) ?? defaults[name]);
    if (value > 0) return name.endsWith('_factor') ? value : value * 1_000;
    throw new RangeError(`${name}: expected a number of seconds, found '${set.get(name)}'`);
  };
  return {
    osd_heartbeat_grace: read('osd_heartbeat_grace'),
    osd_heartbeat_interval: read('osd_heartbeat_interval'),
    osd_mon_report_interval: read('osd_mon_report_interval'),
    mon_lease: read('mon_lease'),
    mon_lease_renew_interval_factor: read('mon_lease_renew_interval_factor'),
    mon_lease_ack_timeout_factor: read('mon_lease_ack_timeout_factor'),
    mon_election_timeout: read('mon_election_timeout'),
    paxos_propose_interval: read('paxos_propose_interval'),
  };
}
