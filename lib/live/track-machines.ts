import type { EventOf } from '../core/history.ts';
import type { BlowState, Claim, MachineState } from './state.ts';

/** Faults that take a machine's power for as long as they are in force. */
export const powerFaults: ReadonlySet<string> = new Set(['power-cycle', 'reboot']);

/** Follows what machines say of themselves. */
export interface MachinesTrack {
  record(event: EventOf<'observation'>): void;
  at(t: number, blows: readonly BlowState[]): readonly MachineState[];
}

interface Held extends Omit<Claim, 'forMs'> {
  readonly since: number;
}

/** Nobody has said anything yet. */
export function trackMachines(names: readonly string[]): MachinesTrack {
  const claims = new Map(names.map((name) => [name, new Map<string, Held>()]));
  return {
    record: (event) => {
      const { t, machine, system } = event;
      const is = claimOf(event);
      const own = claims.get(machine);
      if (own?.get(system)?.is !== is) own?.set(system, { system, is, since: t });
    },
    at: (t, blows) =>
      [...claims].map(([name, own]) => {
        const under = blows.filter(
          ({ machines, stage }) =>
            machines.includes(name) && (stage.is === 'falling' || stage.is === 'in force'),
        );
        return {
          name,
          power: under.some(takesPower) ? 'off' : 'on',
          claims: [...own.values()].map(({ since, ...claim }) => ({ ...claim, forMs: t - since })),
          harms: under.map(({ fault, number }) => ({ fault, number })),
        };
      }),
  };
}

const takesPower = ({ fault, stage }: BlowState): boolean =>
  stage.is === 'in force' && powerFaults.has(fault);

function claimOf({ reachable, role }: EventOf<'observation'>): Claim['is'] {
  if (!reachable) return 'silent';
  if (role === 'unknown') return 'runs';
  return role === 'primary' || role === 'replica' ? role : 'no role';
}
