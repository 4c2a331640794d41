import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { together } from '../core/instant.ts';
import type { Service } from '../core/service.ts';
import { nameOf } from './proofs.ts';

const settingsSchema = z
  .strictObject({ jumpMs: z.number(), drift: z.number().min(-0.9).max(9) })
  .refine(({ jumpMs, drift }) => jumpMs !== 0 || drift !== 0, {
    error: 'expected a jumpMs or a drift that is not 0',
  });

export interface ClockSkewOptions {
  readonly lasts: number;
  /** The clock jumps by this much, forward or back. */
  readonly jumpMs?: number;
  /** From then on it gains this many seconds in a second; negative where it loses. */
  readonly drift?: number;
}

/** Lets the clock of the target's services be wrong for `lasts` ms; then it is right again. */
export const clockSkew = ({ lasts, jumpMs = 0, drift = 0 }: ClockSkewOptions): FaultSpec => ({
  kind: 'clock-skew',
  settings: { jumpMs, drift },
  lastsMs: lasts,
});

/** The file that tells the offset is written this often where the clock drifts. */
const STEP_MS = 250;
const SLACK_MS = 25;
/** A drift that has not shown by then is not proven. */
const DRIFT_WITHIN_MS = 10_000;

/** CLOCK_REALTIME only; as seen by a process beside each service, with the same library. */
export const clockSkewFault = fault({
  kind: 'clock-skew',
  befalls: 'machines',
  needs: ['skewable-clock'],
  settings: settingsSchema,
  inject: async ({ clock, machines, services }, { jumpMs, drift }) => {
    const before = new Map<Service, Offset>();
    for (const service of services) before.set(service, await offsetOf(service, clock));
    const instant = together(
      await allEnded(machines.map((machine) => machine.skew({ jumpMs, drift }))),
    );
    const expected = (at: number) => jumpMs + drift * (at - instant.at);
    const proof = async (
      service: Service,
      what: string,
      without: (at: number) => number,
    ): Promise<Proof> => {
      const { at, ms, uncertaintyMs } = await offsetOf(service, clock);
      const was = before.get(service)?.ms ?? Number.NaN;
      const tolerance =
        uncertaintyMs + SLACK_MS + Math.abs(drift) * (STEP_MS + instant.uncertaintyMs);
      const tells = Math.abs(expected(at) - without(at)) > 2 * tolerance;
      const doubt = tells ? '' : `; the ${what} can't be told from none`;
      return {
        claim: `the clock of ${nameOf(service)} shows a ${what}: ${Math.round(expected(at))} ms off, within ${Math.round(tolerance)} ms`,
        vantage: 'a process beside it',
        observed: `${Math.round(ms)} ms off, ${Math.round(was)} ms before${doubt}`,
        holds: tells && Math.abs(was) <= tolerance && Math.abs(ms - expected(at)) <= tolerance,
      };
    };
    return {
      ...instant,
      prove: async () => {
        const proofs: Proof[] = [];
        if (jumpMs !== 0) {
          for (const service of services) {
            proofs.push(await proof(service, 'jump', (at) => expected(at) - jumpMs));
          }
        }
        if (drift !== 0) {
          await clock.sleep(untilDriftShows(drift));
          for (const service of services) {
            proofs.push(await proof(service, 'drift', () => jumpMs));
          }
        }
        return proofs;
      },
      proveHealed: () =>
        allEnded(
          services.map(async (service) => {
            const { ms, uncertaintyMs } = await offsetOf(service, clock);
            return {
              claim: `the clock of ${nameOf(service)} is right again`,
              vantage: 'a process beside it',
              observed: `${Math.round(ms)} ms off`,
              holds: Math.abs(ms) <= uncertaintyMs + SLACK_MS,
            };
          }),
        ),
    };
  },
  heal: async ({ machines }) => {
    await allEnded(machines.map((machine) => machine.skew(undefined)));
  },
});

/** As long as a drift needs to exceed all that blurs it, and some more. */
const untilDriftShows = (drift: number): number =>
  Math.min(DRIFT_WITHIN_MS, (4 * SLACK_MS) / Math.abs(drift) + 4 * STEP_MS);

interface Offset {
  readonly at: number;
  readonly ms: number;
  readonly uncertaintyMs: number;
}

/** How far the clock that a service sees is from ours; asking takes some tens of milliseconds. */
async function offsetOf(service: Service, clock: Clock): Promise<Offset> {
  const from = clock.wallTime();
  const { output } = await service.exec(['date', '+%s%N']);
  const to = clock.wallTime();
  const shown = Number(output.trim()) / 1e6;
  if (!Number.isFinite(shown) || output.trim() === '') {
    throw new Error(`${nameOf(service)} does not tell its time: ${output.trim()}`);
  }
  return { at: clock.now(), ms: shown - (from + to) / 2, uncertaintyMs: (to - from) / 2 + 1 };
}
