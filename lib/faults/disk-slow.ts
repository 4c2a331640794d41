import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { type DiskTrial, workingDisk } from '../core/disk.ts';
import { duration } from '../core/duration-schema.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { between } from '../core/instant.ts';
import type { Machine } from '../core/machine.ts';
import { recipe } from '../core/recipe.ts';
import { startWhatIsDown } from './proofs.ts';

const settingsSchema = z
  .strictObject({
    delayMs: z.number().min(0).max(60_000),
    kibPerSecond: z.number().positive().nullable(),
  })
  .refine(({ delayMs, kibPerSecond }) => delayMs > 0 || kibPerSecond !== null, {
    error: 'expected a delayMs or a kibPerSecond',
  });

type Settings = z.infer<typeof settingsSchema>;

const options = z.strictObject({
  lasts: duration.describe('How long it lasts.'),
  delayMs: duration.optional().describe('Every read, write and flush takes this much longer.'),
  kibPerSecond: z.number().optional().describe('No more than this is read or written.'),
});

/** Slows the disk of every machine of the target down for `lasts` ms. */
export const diskSlow = recipe({
  word: 'disk-slow',
  options,
  make: ({ lasts, delayMs = 0, kibPerSecond }): FaultSpec => ({
    kind: 'disk-slow',
    settings: { delayMs, kibPerSecond: kibPerSecond ?? null },
    lastsMs: lasts,
  }),
});

const TRIALS = 5;
/** A sized write takes this long where the rate is in force. */
const SIZED_MS = 500;
/** The fastest counts: what a busy machine adds now and then is not the disk. */
const SIZED_TRIALS = 2;

/** Proven by flushed writes: the fastest of several is slower than the slowest before by the delay. */
export const diskSlowFault = fault({
  kind: 'disk-slow',
  builder: diskSlow,
  befalls: 'machines',
  needs: ['disks', 'faulty-disks'],
  settings: settingsSchema,
  inject: async ({ clock, machines }, settings) => {
    const before = await allEnded(machines.map((machine) => look(machine, settings)));
    const from = clock.now();
    const { delayMs, kibPerSecond } = settings;
    const dials = { ...workingDisk, delayMs, kibPerSecond: kibPerSecond ?? undefined };
    await allEnded(machines.map(({ disk }) => disk.turn(dials)));
    const compare = async (isHealed: boolean): Promise<readonly Proof[]> => {
      const proofs: Proof[] = [];
      for (const [index, machine] of machines.entries()) {
        const was = before[index];
        if (was === undefined) continue;
        const now = await look(machine, settings);
        proofs.push(...(isHealed ? healthy : slowed)(machine, settings, was, now));
      }
      return proofs;
    };
    return {
      ...between(from, clock.now()),
      prove: () => compare(false),
      proveHealed: () => compare(true),
    };
  },
  heal: async ({ machines, services }) => {
    await allEnded(machines.map(({ disk }) => disk.turn(workingDisk)));
    await startWhatIsDown(services);
  },
});

interface Seen {
  readonly fastestMs: number;
  readonly slowestMs: number;
  readonly sizedMs: number;
  readonly failed: readonly string[];
}

const kibOf = ({ kibPerSecond }: Settings): number =>
  Math.max(4, Math.round(((kibPerSecond ?? 0) * SIZED_MS) / 1_000));

async function look({ disk }: Machine, settings: Settings): Promise<Seen> {
  const trials: DiskTrial[] = [];
  for (let trial = 0; trial < TRIALS; trial += 1) trials.push(await disk.tryWrite());
  const sized: DiskTrial[] = [];
  for (let trial = 0; trial < SIZED_TRIALS; trial += 1) {
    sized.push(await disk.tryWrite({ kib: kibOf(settings) }));
  }
  const times = trials.map(({ tookMs }) => tookMs);
  return {
    fastestMs: Math.min(...times),
    slowestMs: Math.max(...times),
    sizedMs: Math.min(...sized.map(({ tookMs }) => tookMs)),
    failed: [...trials, ...sized]
      .map(({ outcome }) => outcome)
      .filter((outcome) => outcome !== 'ok'),
  };
}

function slowed(
  { name }: Machine,
  { delayMs, kibPerSecond }: Settings,
  before: Seen,
  now: Seen,
): readonly Proof[] {
  const vantage = 'a process that uses the disk';
  const failed = [...before.failed, ...now.failed];
  const write = (ms: number) => `${ms.toFixed(1)} ms`;
  const delayed = {
    claim: `every flushed write on ${name} takes ${delayMs} ms longer than any before`,
    vantage,
    observed: `at most ${write(before.slowestMs)} before, at least ${write(now.fastestMs)} now`,
    holds: failed.length === 0 && now.fastestMs >= before.slowestMs + delayMs,
  };
  const wantedMs = (kibOf({ delayMs, kibPerSecond }) / (kibPerSecond ?? Number.NaN)) * 1_000;
  const limited = {
    claim: `a write of ${kibOf({ delayMs, kibPerSecond })} KiB on ${name} takes at least ${write(wantedMs)}, which it did not before`,
    vantage,
    observed: `${write(before.sizedMs)} before, ${write(now.sizedMs)} now`,
    holds: failed.length === 0 && before.sizedMs < 0.8 * wantedMs && now.sizedMs >= 0.9 * wantedMs,
  };
  return [...(delayMs > 0 ? [delayed] : []), ...(kibPerSecond === null ? [] : [limited])];
}

function healthy(
  { name }: Machine,
  { delayMs, kibPerSecond }: Settings,
  before: Seen,
  now: Seen,
): readonly Proof[] {
  const bound = delayMs > 0 ? before.slowestMs + delayMs : Number.POSITIVE_INFINITY;
  const sizedBound =
    kibPerSecond === null ? Number.POSITIVE_INFINITY : Math.max(before.sizedMs * 2, 0.8 * SIZED_MS);
  return [
    {
      claim: `writes on ${name} are no longer slowed down`,
      vantage: 'a process that uses the disk',
      observed: [
        `the fastest took ${now.fastestMs.toFixed(1)} ms, ${before.fastestMs.toFixed(1)} ms before`,
        `of ${kibOf({ delayMs, kibPerSecond })} KiB ${now.sizedMs.toFixed(1)} ms, ${before.sizedMs.toFixed(1)} ms before`,
        ...now.failed,
      ].join('; '),
      holds: now.failed.length === 0 && now.fastestMs < bound && now.sizedMs < sizedBound,
    },
  ];
}
