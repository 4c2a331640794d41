import { allEnded } from '../core/all-ended.ts';
import type { FaultContext, Harm } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import type { Instant } from '../core/instant.ts';
import type { Machine } from '../core/machine.ts';
import { proofOfEnd } from './deaths.ts';
import {
  directionsAmong,
  proofOfHearing,
  proofsOfCut,
  vantagesOf,
  whoHearsWhom,
} from './hearing.ts';
import { pidsOf, proofOfLife, proofsOfHavingRun } from './proofs.ts';

/**
 * Takes the power of the targets away by `off`, and proves it: nobody hears them, they hear nobody,
 * and their processes are gone.
 */
export async function powerless(
  { clock, machines, others, clients }: FaultContext,
  off: (machines: readonly Machine[]) => Promise<Instant>,
): Promise<Harm> {
  const services = machines.flatMap((machine) => machine.services);
  const vantages = vantagesOf([...machines, ...others], clients);
  const names = new Set(machines.map(({ name }) => name));
  const cut = directionsAmong(vantages).filter(({ from, to }) => names.has(from) || names.has(to));
  const pids = await pidsOf(services);
  const before = await whoHearsWhom(vantages, clock);
  const instant = await off(machines);
  const proveEnds = (): Promise<readonly Proof[]> =>
    allEnded(
      services.map((service) => proofOfEnd(service, 'is gone', (code) => code !== undefined)),
    );
  return {
    ...instant,
    prove: async () => [
      ...proofsOfHavingRun(pids),
      ...(await proveEnds()),
      ...proofsOfCut(cut, before, await whoHearsWhom(vantages, clock)),
    ],
    proveHealed: async () => [
      await proofOfHearing(before, vantages, clock),
      ...(await allEnded(
        services.map((service) => proofOfLife(service, clock, pids.get(service))),
      )),
    ],
  };
}
