import type { Random } from './random.ts';
import type { Observation } from './system.ts';

/** A choice of machines, made when the blow falls. Data. */
export type Target =
  | { readonly select: 'role'; readonly role: 'primary' | 'replica' | 'any' }
  | { readonly select: 'machine'; readonly number: number }
  | { readonly select: 'all' };

/** One machine that claims this role when the blow falls; which one, the seed decides. */
export const role = (name: 'primary' | 'replica' | 'any'): Target => ({
  select: 'role',
  role: name,
});

/** The machine with this number, counted from 1. */
export const machine = (number: number): Target => ({ select: 'machine', number });

/** Every machine. */
export const all = (): Target => ({ select: 'all' });

/** As a person would write it. */
export function describeTarget(target: Target): string {
  switch (target.select) {
    case 'role':
      return `role ${target.role}`;
    case 'machine':
      return `machine ${target.number}`;
    case 'all':
      return 'all machines';
  }
}

/** Names of the machines that a target means now; empty where nobody matches. */
export function resolveTarget(
  target: Target,
  machines: readonly string[],
  observations: ReadonlyMap<string, Observation>,
  random: Random,
): readonly string[] {
  switch (target.select) {
    case 'role': {
      const matching = machines.filter(
        (name) => target.role === 'any' || observations.get(name)?.role === target.role,
      );
      return matching.length > 0 ? [random.pick(matching)] : [];
    }
    case 'machine':
      return machines.slice(target.number - 1, target.number);
    case 'all':
      return machines;
  }
}
