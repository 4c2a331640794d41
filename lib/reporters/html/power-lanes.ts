import type { History } from '../../core/history.ts';
import { type BlowFacts, blowsOf } from '../blows.ts';
import { faultWords } from '../wording.ts';
import type { Span } from './spans.ts';

/** A machine with the blows that it took; where there is no span, it had power and was left alone. */
export interface PowerLane {
  readonly machine: string;
  readonly spans: readonly Span[];
}

/** Faults that take a machine's power away. */
const POWER: Readonly<Record<string, string>> = { 'power-cycle': 'no power', reboot: 'reboots' };

/** One lane a machine, in the order of the topology. */
export function powerLanes(history: History): readonly PowerLane[] {
  const blows = blowsOf(history);
  return history.header.topology.machines.map((machine) => ({
    machine,
    spans: blows
      .filter(({ machines }) => machines.includes(machine))
      .flatMap((blow) => spansOf(blow, history.events.endMs)),
  }));
}

/** The harm until its cure is begun, then the cure until it is done. */
function spansOf({ fault, from, to, lastsMs }: BlowFacts, endMs: number): readonly Span[] {
  if (from === undefined) return [];
  const label = POWER[fault] ?? faultWords(fault).noun;
  const until = to ?? endMs;
  const cured = Math.min(from + lastsMs, until);
  const harm = { from, to: cured, look: 'blow', label } as const;
  if (until - cured < 1) return [harm];
  return [
    harm,
    { from: cured, to: until, look: 'cure', label: fault in POWER ? 'starts' : 'heals' },
  ];
}
