import { defaultTiming, type Scenario, type Timing } from '../core/scenario.ts';
import type { Blow } from '../core/schedule.ts';
import { wellForMs } from './health.ts';

/** How long something takes, at least and at most. */
export interface Span {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** How long the phases between forming and the final reads take, as the scenario itself says. */
export interface PhaseSpans {
  readonly steady: Span;
  readonly chaos: Span;
  readonly settle: Span;
}

/**
 * From timing and schedule alone: what faults themselves take, and proofs, is not in it. Blows after
 * recovery fall at the earliest when all has been well for the stability window.
 */
export function phaseSpans(scenario: Scenario, jitters: readonly number[]): PhaseSpans {
  const timing = { ...defaultTiming, ...scenario.timing };
  const well = wellForMs(timing);
  const machines = scenario.topology.machines.length;
  let chaos: Span = { leastMs: 0, mostMs: 0 };
  for (const [index, blow] of scenario.schedule.entries()) {
    const begin = beginOf(blow, chaos, well);
    const lasts = (jitters[index] ?? 0) + lastsFor(blow, machines);
    chaos = {
      leastMs: Math.max(chaos.leastMs, begin.leastMs + lasts),
      mostMs: Math.max(chaos.mostMs, begin.mostMs + lasts),
    };
  }
  return {
    steady: { leastMs: timing.steadyMs, mostMs: timing.steadyWithinMs },
    chaos,
    settle: settleOf(timing, well),
  };
}

const settleOf = ({ recoverWithinMs }: Timing, well: number): Span => ({
  leastMs: Math.min(well, recoverWithinMs),
  mostMs: recoverWithinMs,
});

const beginOf = ({ when }: Blow, before: Span, well: number): Span =>
  'atMs' in when
    ? { leastMs: when.atMs, mostMs: when.atMs }
    : {
        leastMs: before.leastMs + Math.min(well, when.recoveredWithinMs),
        mostMs: before.mostMs + when.recoveredWithinMs,
      };

/** From its first harm to its last cure. */
function lastsFor({ fault, target: { selection, order } }: Blow, machines: number): number {
  if (order.order === 'together') return fault.lastsMs;
  const steps = stepsOf(selection, machines);
  return order.order === 'rolling'
    ? steps * fault.lastsMs
    : (steps - 1) * order.everyMs + fault.lastsMs;
}

function stepsOf(selection: Blow['target']['selection'], machines: number): number {
  switch (selection.select) {
    case 'role':
    case 'machine':
      return 1;
    case 'named':
      return selection.names.length;
    case 'some':
      return selection.count;
    case 'minority':
      return Math.ceil(machines / 2) - 1;
    case 'majority':
      return Math.floor(machines / 2) + 1;
    default:
      return machines;
  }
}
