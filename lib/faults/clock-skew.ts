import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import { duration, signedDuration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { together } from '../core/instant.ts';
import { recipe } from '../core/recipe.ts';
import type { Service } from '../core/service.ts';
import { nameOf } from './proofs.ts';

const settingsSchema = z
  .strictObject({ jumpMs: z.number(), drift: z.number().min(-0.9).max(9) })
  .refine(({ jumpMs, drift }) => jumpMs !== 0 || drift !== 0, {
    error: 'expected a jumpMs or a drift that is not 0',
  });

const options = z.strictObject({
  lasts: duration.describe('How long it lasts.'),
  jumpMs: signedDuration.optional().describe('The clock jumps by this much, forward or back.'),
  drift: z
    .number()
    .optional()
    .describe('From then on it gains this many seconds in a second; negative where it loses.'),
});

/** Lets the clock of the target's services be wrong for `lasts` ms; then it is right again. */
export const clockSkew = recipe({
  word: 'clock-skew',
  options,
  make: ({ lasts, jumpMs = 0, drift = 0 }): FaultSpec => ({
    kind: 'clock-skew',
    settings: { jumpMs, drift },
    lastsMs: lasts,
  }),
});

/** The file that tells the offset is written this often where the clock drifts. */
const STEP_MS = 250;
const SLACK_MS = 25;
/** A drift that can't be told from none by then is not proven. */
const SHOWS_WITHIN_MS = 10_000;

/** CLOCK_REALTIME only; as seen by a process beside each service, with the same library. */
export const clockSkewFault = fault({
  kind: 'clock-skew',
  builder: clockSkew,
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
    /** With `without`, what there would be to see if nothing had been done. */
    const look = async (service: Service, without: (at: number) => number) => {
      const { at, ms, uncertaintyMs } = await offsetOf(service, clock);
      const tolerance =
        uncertaintyMs + SLACK_MS + Math.abs(drift) * (STEP_MS + instant.uncertaintyMs);
      const tells = Math.abs(expected(at) - without(at)) > 2 * tolerance;
      return { at, ms, tolerance, tells };
    };
    const proof = async (
      service: Service,
      what: string,
      without: (at: number) => number,
    ): Promise<Proof> => {
      const giveUpAt = instant.at + SHOWS_WITHIN_MS;
      let found = await look(service, without);
      // A drift grows until it can be told from what blurs it.
      while (!found.tells && drift !== 0 && clock.now() < giveUpAt) {
        await clock.sleep(STEP_MS);
        found = await look(service, without);
      }
      const { at, ms, tolerance, tells } = found;
      const was = before.get(service);
      const doubt = tells ? '' : `; the ${what} can't be told from none`;
      return {
        claim: `the clock of ${nameOf(service)} shows a ${what}: ${Math.round(expected(at))} ms off, within ${Math.round(tolerance)} ms`,
        vantage: 'a process beside it',
        observed: `${Math.round(ms)} ms off, ${was === undefined ? 'unknown' : Math.round(was.ms)} ms before${doubt}`,
        holds: tells && isRight(was) && Math.abs(ms - expected(at)) <= tolerance,
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
          for (const service of services) {
            proofs.push(await proof(service, 'drift', () => jumpMs));
          }
        }
        return proofs;
      },
      proveHealed: () =>
        allEnded(
          services.map(async (service) => {
            const found = await offsetOf(service, clock);
            return {
              claim: `the clock of ${nameOf(service)} is right again`,
              vantage: 'a process beside it',
              observed: `${Math.round(found.ms)} ms off`,
              holds: isRight(found),
            };
          }),
        ),
    };
  },
  heal: async ({ machines }) => {
    await allEnded(machines.map((machine) => machine.skew(undefined)));
  },
});

interface Offset {
  readonly at: number;
  readonly ms: number;
  readonly uncertaintyMs: number;
}

/** As right as could be seen by that look: one on a busy machine tells less. */
const isRight = (offset: Offset | undefined): boolean =>
  offset !== undefined && Math.abs(offset.ms) <= offset.uncertaintyMs + SLACK_MS;

/** A look that was quick tells most; on a busy machine some are not. */
const LOOKS = 5;
const QUICK_MS = 20;

/** How far the clock that a service sees is from ours, by the quickest of some looks (as NTP, RFC 5905, 10). */
async function offsetOf(service: Service, clock: Clock): Promise<Offset> {
  let best = await lookAt(service, clock);
  for (let look = 1; look < LOOKS && best.uncertaintyMs > QUICK_MS; look += 1) {
    const next = await lookAt(service, clock);
    if (next.uncertaintyMs < best.uncertaintyMs) best = next;
  }
  return best;
}

/** Asking takes some tens of milliseconds. */
async function lookAt(service: Service, clock: Clock): Promise<Offset> {
  const begun = clock.now();
  const from = clock.wallTime();
  const { output } = await service.exec(['date', '+%s%N']);
  const to = clock.wallTime();
  const shown = Number(output.trim()) / 1e6;
  if (!Number.isFinite(shown) || output.trim() === '') {
    throw new Error(`${nameOf(service)} does not tell its time: ${output.trim()}`);
  }
  const uncertaintyMs = (to - from) / 2 + 1;
  return { at: begun + uncertaintyMs, ms: shown - (from + to) / 2, uncertaintyMs };
}
