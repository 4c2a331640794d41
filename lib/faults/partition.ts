import { z } from 'zod';
import { allEnded } from '../core/all-ended.ts';
import { duration } from '../core/duration-schema.ts';
import { UsageError } from '../core/errors.ts';
import { type FaultContext, type FaultSpec, fault } from '../core/fault.ts';
import type { Machine } from '../core/machine.ts';
import type { Vantage } from '../core/network.ts';
import { recipe } from '../core/recipe.ts';
import { atOnce } from './blow-time.ts';
import {
  apart,
  between,
  bisect,
  bridge,
  type Cut,
  clientCut,
  majoritiesRing,
  oneWay,
  parseCuts,
} from './grudges.ts';
import { proofOfHearing, proofsOfCut, vantagesOf, whoHearsWhom } from './hearing.ts';

export const partitionSettings = z.strictObject({
  shape: z
    .enum(['isolate', 'halves', 'bridge', 'ring', 'apart', 'custom'])
    .describe(
      'isolate: the targets from the rest. The others take the targets as their nodes: aim them at all.',
    ),
  direction: z
    .enum(['both', 'in', 'out'])
    .describe(
      "in: the targets (the first half) don't hear the rest; out: the rest doesn't hear them.",
    ),
  clients: z.enum(['everywhere', 'with-targets', 'with-others']).describe('Whom clients reach.'),
  cuts: z.string().describe('For the shape custom: a > b; b <> c; clients are called so.'),
});

type Settings = z.infer<typeof partitionSettings>;

/**
 * Cuts directions between machines for `lasts` ms. By default the targets are isolated from the
 * rest, both ways, and clients reach everybody.
 */
export const partition = recipe({
  word: 'partition',
  options: partitionSettings.partial().extend({ lasts: duration.describe('How long it lasts.') }),
  make: ({
    lasts,
    shape = 'isolate',
    direction = 'both',
    clients = 'everywhere',
    cuts = '',
  }): FaultSpec => ({
    kind: 'partition',
    settings: { shape, direction, clients, cuts },
    lastsMs: lasts,
  }),
});

/** Packets of the cut directions are dropped at both ends, silently. */
export const partitionFault = fault({
  kind: 'partition',
  builder: partition,
  befalls: 'machines',
  needs: ['network-rules'],
  settings: partitionSettings,
  inject: async ({ id, clock, machines, others, clients }, settings) => {
    const everybody = [...machines, ...others];
    const vantages = vantagesOf(everybody, clients);
    const cut = cutNow(settings, { machines, others }, vantages);
    const before = await whoHearsWhom(vantages, clock);
    const harmed = everybody.filter(({ name }) =>
      cut.some(({ from, to }) => [from, to].includes(name)),
    );
    const instant = await atOnce(harmed, clock, ({ name, network }, when) => {
      const from = cut.filter(({ to }) => to === name).map((direction) => direction.from);
      const to = cut
        .filter((direction) => direction.from === name)
        .map((direction) => direction.to);
      return network.impose(id, { kind: 'drop', from, to }, when);
    });
    return {
      ...instant,
      prove: async () => proofsOfCut(cut, before, await whoHearsWhom(vantages, clock)),
      proveHealed: async () => [await proofOfHearing(before, vantages, clock)],
    };
  },
  heal: async ({ id, machines, others }) => {
    await allEnded([...machines, ...others].map(({ network }) => network.lift(id)));
  },
});

/** Of what is to be cut, what there is: between those that are in no common network nothing is. */
function cutNow(
  settings: Settings,
  { machines, others }: Pick<FaultContext, 'machines' | 'others'>,
  vantages: readonly Vantage[],
): Cut {
  const names = (some: readonly Machine[]) => some.map(({ name }) => name);
  const placeOf = (name: string) => vantages.find((vantage) => vantage.name === name);
  const cut = cutOf(settings, names(machines), names(others)).filter(({ from, to }) => {
    const [one, other] = [placeOf(from), placeOf(to)];
    return one === undefined || other === undefined || (one.meets?.(other) ?? true);
  });
  return nonEmpty(cut, 'those that it would part are in no common network');
}

/** The directions that are cut, by names. A partition that cuts nothing is a mistake in the schedule. */
export function cutOf(
  { shape, direction, clients, cuts }: Settings,
  targets: readonly string[],
  rest: readonly string[],
): Cut {
  const halves = (one: readonly string[], other: readonly string[]): Cut => [
    ...directed(direction, one, other),
    ...clientCut(clients, one, other),
  ];
  switch (shape) {
    case 'isolate':
      return nonEmpty(
        halves(targets, rest),
        `${targets.join(', ')} has no peers to be isolated from`,
      );
    case 'halves':
      return nonEmpty(halves(...bisect(targets)), `${targets.join(', ')} can't be halved`);
    case 'bridge':
      return nonEmpty(bridge(targets), `a bridge needs three machines, found ${targets.length}`);
    case 'ring':
      return nonEmpty(
        majoritiesRing(targets),
        `a ring needs three machines, found ${targets.length}`,
      );
    case 'apart':
      return nonEmpty(apart(targets), `${targets.join(', ')} has no peers to be apart from`);
    case 'custom':
      return nonEmpty(parseCuts(cuts), 'custom: no cuts are given');
  }
}

function nonEmpty(cut: Cut, why: string): Cut {
  if (cut.length > 0) return cut;
  throw new UsageError(`partition: ${why}`, {
    hint: 'Aim `isolate` at some machines, every other shape at all().',
  });
}

function directed(
  direction: Settings['direction'],
  targets: readonly string[],
  others: readonly string[],
): Cut {
  switch (direction) {
    case 'both':
      return between(targets, others);
    case 'in':
      return oneWay(others, targets);
    case 'out':
      return oneWay(targets, others);
  }
}
