import { UsageError } from './errors.ts';
import type { Scenario } from './scenario.ts';

/**
 * A scenario that is a claim: `chaos('galera-kill', { title: ..., expect: [...] })`. The name is
 * what `blackstart run` takes.
 */
export function chaos(name: string, scenario: Omit<Scenario, 'name'>): Scenario {
  if (/^[a-z][a-z0-9-]*$/.test(name)) return { ...scenario, name };
  throw new UsageError(`scenario name: expected small letters, digits and '-', found '${name}'`, {
    hint: "For example 'galera-kill': it is a command-line argument and a folder name.",
  });
}
