import type { Fault, FaultSpec } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';

/** The control: nothing is done, and that it was nothing is proven like any harm. */
export const none = ({ lasts }: { readonly lasts: number }): FaultSpec => ({
  kind: 'none',
  settings: {},
  lastsMs: lasts,
});

/** Leaves its targets alone, and proves that they are the same processes before and after. */
export const noneFault: Fault = {
  kind: 'none',
  inject: async ({ clock, machines }) => {
    const before = await pidsOf(machines);
    const prove = async (): Promise<readonly Proof[]> => {
      const now = await pidsOf(machines);
      return [...now].map(([service, pid]) => ({
        claim: `${service} is left alone (pid ${before.get(service)})`,
        vantage: 'engine',
        observed: `pid ${pid}`,
        holds: pid !== 0 && pid === before.get(service),
      }));
    };
    return {
      at: clock.now(),
      uncertaintyMs: 0,
      prove,
      heal: async () => undefined,
      proveHealed: prove,
    };
  },
};

async function pidsOf(machines: readonly Machine[]): Promise<ReadonlyMap<string, number>> {
  const services = machines.flatMap((machine) => machine.services);
  const pids = services.map(async (service) => {
    const { pid } = await service.state();
    return [`${service.machine}/${service.name}`, pid] as const;
  });
  return new Map(await Promise.all(pids));
}
