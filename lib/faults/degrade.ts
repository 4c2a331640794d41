import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import type { Clock } from '../core/clock.ts';
import { duration } from '../core/duration-schema.ts';
import { UsageError } from '../core/errors.ts';
import { type FaultSpec, fault } from '../core/fault.ts';
import type { Proof } from '../core/history.ts';
import { together } from '../core/instant.ts';
import type { Machine } from '../core/machine.ts';
import { CLIENTS, type LinkQuality, type Vantage } from '../core/network.ts';
import { recipe } from '../core/recipe.ts';
import {
  type MeasuredLink,
  measureLink,
  measureRate,
  proofOfPart,
  proofsOfQuality,
} from './link-quality.ts';

const part = z.number().min(0).max(1);

const parts = {
  loss: part.describe('Which part of packets is lost: 0.1 is every tenth.'),
  duplicate: part.describe('Which part of packets arrives twice.'),
  reorder: part.describe('Which part of packets overtakes those before, by not being delayed.'),
  corrupt: part.describe('Which part of packets arrives with a bit turned.'),
};

const settingsSchema = z
  .strictObject({
    ...parts,
    delayMs: z.number().min(0).max(60_000),
    jitterMs: z.number().min(0),
    kbitPerSecond: z.number().positive().nullable(),
    /** Names of peers, separated by blanks; empty is everybody, clients included. */
    toward: z.string(),
  })
  .refine(({ delayMs, jitterMs }) => jitterMs <= delayMs, {
    error: 'jitterMs: expected at most delayMs',
  })
  .refine(({ delayMs, jitterMs, reorder }) => reorder === 0 || jitterMs < delayMs / 2, {
    error:
      'reorder: expected a delayMs of more than twice jitterMs: undelayed packets overtake delayed ones',
  })
  .refine(
    ({ delayMs, loss, duplicate, corrupt, kbitPerSecond }) =>
      delayMs + loss + duplicate + corrupt > 0 || kbitPerSecond !== null,
    { error: 'expected at least one of delayMs, loss, duplicate, corrupt and kbitPerSecond' },
  );

type Settings = z.infer<typeof settingsSchema>;

const options = z.strictObject({
  lasts: duration.describe('How long it lasts.'),
  delayMs: duration.exactOptional().describe('Every packet takes this much longer.'),
  jitterMs: duration.exactOptional().describe('More or less by up to this.'),
  loss: parts.loss.exactOptional(),
  duplicate: parts.duplicate.exactOptional(),
  reorder: parts.reorder.exactOptional(),
  corrupt: parts.corrupt.exactOptional(),
  kbitPerSecond: z.number().optional().describe('No more than this is sent.'),
  toward: z
    .array(z.string())
    .readonly()
    .optional()
    .describe(`Peers, '${CLIENTS}' among them; everybody if it is not given.`),
});

/**
 * Makes what every machine of the target sends go over a bad link for `lasts` ms, as tc-netem(8)
 * does. A link that is bad both ways is one whose two ends are targets.
 */
export const degrade = recipe({
  word: 'degrade',
  options,
  make: ({ lasts, toward = [], kbitPerSecond, ...quality }): FaultSpec => ({
    kind: 'degrade',
    settings: {
      delayMs: 0,
      jitterMs: 0,
      loss: 0,
      duplicate: 0,
      reorder: 0,
      corrupt: 0,
      ...quality,
      kbitPerSecond: kbitPerSecond ?? null,
      toward: toward.join(' '),
    },
    lastsMs: lasts,
  }),
});

/** Proven by measuring the direction from every target to one of its peers, before, during and after. */
export const degradeFault = fault({
  kind: 'degrade',
  builder: degrade,
  befalls: 'machines',
  needs: ['network-rules', 'link-quality'],
  settings: settingsSchema,
  inject: async ({ id, clock, machines, others, clients }, settings) => {
    const quality = qualityOf(settings);
    const links = machines.map((machine) => {
      const peers = peersOf(settings, machine, [...machines, ...others]);
      return { machine, peers, to: witnessOf(machine, peers, [...machines, ...others], clients) };
    });
    const looks: Look[] = [];
    for (const { machine, to } of links)
      looks.push(await lookAt(machine.vantage, to, quality, clock));
    const instants = await allEnded(
      links.map(({ machine, peers }) =>
        machine.network.impose(id, { kind: 'quality', to: peers, quality }),
      ),
    );
    return {
      ...together(instants),
      prove: async () => {
        const proofs: Proof[] = [];
        for (const before of looks) proofs.push(...(await proofsOf(before, quality, clock)));
        return proofs;
      },
      proveHealed: async () => {
        const proofs: Proof[] = [];
        for (const before of looks) proofs.push(await proofOfHealth(before, quality, clock));
        return proofs;
      },
    };
  },
  heal: async ({ id, machines }) => {
    await allEnded(machines.map(({ network }) => network.lift(id)));
  },
});

const qualityOf = ({ toward: _, kbitPerSecond, ...rest }: Settings): LinkQuality => ({
  ...rest,
  kbitPerSecond: kbitPerSecond ?? undefined,
});

function peersOf(
  { toward }: Settings,
  self: Machine,
  everybody: readonly Machine[],
): readonly string[] {
  const all = [...everybody.map(({ name }) => name), CLIENTS].filter((name) => name !== self.name);
  const wanted = toward.split(' ').filter((name) => name !== '');
  const unknown = wanted.filter((name) => !all.includes(name) && name !== self.name);
  if (unknown.length > 0) {
    throw new UsageError(
      `degrade, toward: expected some of ${all.join(', ')}, found ${unknown.join(', ')}`,
      { hint: 'Name machines of the topology, or `clients`; leave it out for everybody.' },
    );
  }
  return wanted.length === 0 ? all : wanted.filter((name) => name !== self.name);
}

/** The first peer with an agent; its clock and ours are one. */
function witnessOf(
  self: Machine,
  peers: readonly string[],
  everybody: readonly Machine[],
  clients: Vantage,
): Vantage {
  const machine = everybody.find(
    ({ name, vantage }) =>
      name !== self.name && peers.includes(name) && (self.vantage.meets?.(vantage) ?? true),
  );
  return machine?.vantage ?? clients;
}

interface Look {
  readonly from: Vantage;
  readonly to: Vantage;
  readonly link: MeasuredLink;
  readonly kbitPerSecond: number | undefined;
}

async function lookAt(
  from: Vantage,
  to: Vantage,
  quality: LinkQuality,
  clock: Clock,
): Promise<Look> {
  const { kbitPerSecond } = quality;
  return {
    from,
    to,
    link: await measureLink(from, to, quality, clock),
    kbitPerSecond:
      kbitPerSecond === undefined
        ? undefined
        : await measureRate(from, to, kbitPerSecond * 2, clock),
  };
}

async function proofsOf(
  before: Look,
  quality: LinkQuality,
  clock: Clock,
): Promise<readonly Proof[]> {
  const { from, to } = before;
  const direction = `${from.name} → ${to.name}`;
  const link = await measureLink(from, to, quality, clock);
  const proofs = proofsOfQuality(quality, before.link, link, direction);
  const { kbitPerSecond } = quality;
  if (kbitPerSecond === undefined || before.kbitPerSecond === undefined) return proofs;
  const measured = await measureRate(from, to, kbitPerSecond, clock);
  const without = before.kbitPerSecond;
  const rate = {
    what: 'rate',
    unit: 'kbit/s' as const,
    expected: kbitPerSecond,
    without,
    measured,
  };
  // Others on the link take their part of it; the 10 % are of the rate itself.
  return [...proofs, proofOfPart({ ...rate, chance: 0.05 * kbitPerSecond }, direction)];
}

/** Nearer to what it was than to what was configured, in every part. */
async function proofOfHealth(before: Look, quality: LinkQuality, clock: Clock): Promise<Proof> {
  const now = await lookAt(before.from, before.to, quality, clock);
  const { link } = now;
  const parts: readonly (readonly [string, number, number])[] = [
    ['delay', link.delayMs - before.link.delayMs, quality.delayMs * (1 - quality.reorder)],
    ['loss', link.loss - before.link.loss, quality.loss],
    ['duplicates', link.duplicate - before.link.duplicate, quality.duplicate],
    ['changed datagrams', link.corrupt - before.link.corrupt, quality.corrupt],
    ['missing rate', slower(before, now), slowerBy(before, quality)],
  ];
  const left = parts.filter(([, found, configured]) => configured > 0 && !(found < configured / 2));
  return {
    claim: `${before.from.name} → ${before.to.name} is as it was before`,
    vantage: 'the receiving end',
    observed:
      left.length === 0
        ? `delay ${link.delayMs.toFixed(2)} ms, loss ${(link.loss * 100).toFixed(2)} %`
        : `still: ${left.map(([name]) => name).join(', ')}`,
    holds: left.length === 0,
  };
}

const slower = (before: Look, now: Look): number =>
  (before.kbitPerSecond ?? 0) - (now.kbitPerSecond ?? 0);

const slowerBy = (before: Look, { kbitPerSecond }: LinkQuality): number =>
  kbitPerSecond === undefined ? 0 : (before.kbitPerSecond ?? 0) - kbitPerSecond;
