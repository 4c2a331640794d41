import { z } from 'zod';
import { duration } from '../core/duration-schema.ts';
import type { Order, Selection, Target } from '../core/target.ts';
import { foundOneOf } from './problem.ts';

/** Selections that need nothing but their name. */
const groups = ['all', 'minority', 'majority', 'primaries', 'replicas'] as const;

const word = z.enum(['one', ...groups]);

const SELECTORS = ['role', 'machine', 'named', 'some', 'machines'] as const;

/** At whom a blow is aimed, as files have it. */
export const targetSchema = z.union(
  [
    word,
    z
      .strictObject({
        role: z
          .enum(['primary', 'replica', 'any'])
          .optional()
          .describe('One machine that claims this role when the blow falls.'),
        machine: z.int().min(1).optional().describe('The machine with this number, from 1.'),
        named: z.array(z.string()).min(1).optional().describe('The machines with these names.'),
        some: z.int().min(1).optional().describe('This many machines; the seed decides which.'),
        machines: z.enum(groups).optional().describe('Several machines.'),
        of: z
          .string()
          .optional()
          .describe('The system whose machines are meant, and whose word on roles counts.'),
        service: z.string().optional().describe('Only this service on whatever is aimed at.'),
        order: z
          .union([z.enum(['together', 'rolling']), z.strictObject({ everyMs: duration })])
          .optional()
          .describe(
            'rolling: one after another, each when the one before has been healed; everyMs: with this pause between their beginnings.',
          ),
      })
      .refine((found) => selectorsIn(found).length === 1, {
        error: ({ input }) =>
          `expected one of ${SELECTORS.join(', ')}, found ${selectorsIn(input ?? {}).join(', ') || 'none'}`,
      }),
  ],
  {
    error: ({ input }) =>
      `expected a target such as { role: primary } or a word for it, ${foundOneOf(word.options, input)}`,
  },
);

type TargetWords = z.output<typeof targetSchema>;
type TargetMap = Exclude<TargetWords, string>;

const selectorsIn = (found: object): readonly string[] =>
  SELECTORS.filter((name) => name in found && found[name as keyof typeof found] !== undefined);

/** The target that is meant. */
export function targetOf(words: TargetWords): Target {
  if (typeof words === 'string') return { selection: groupNamed(words), order: together };
  const { of, service, order } = words;
  return {
    selection: selectionOf(words),
    order: orderOf(order),
    ...(service === undefined ? {} : { service }),
    ...(of === undefined ? {} : { system: of }),
  };
}

const together: Order = { order: 'together' };

const groupNamed = (name: z.output<typeof word>): Selection =>
  name === 'one' ? { select: 'role', role: 'any' } : { select: name };

function selectionOf({ role, machine, named, some, machines }: TargetMap): Selection {
  if (role !== undefined) return { select: 'role', role };
  if (machine !== undefined) return { select: 'machine', number: machine };
  if (named !== undefined) return { select: 'named', names: named };
  if (some !== undefined) return { select: 'some', count: some };
  if (machines !== undefined) return { select: machines };
  throw new RangeError('a target without a selection');
}

function orderOf(order: TargetMap['order']): Order {
  if (order === undefined || order === 'together') return together;
  return order === 'rolling'
    ? { order: 'rolling' }
    : { order: 'staggered', everyMs: order.everyMs };
}

/** How a file has a target. */
export function wordsOfTarget({ selection, order, service, system }: Target): TargetWords {
  const further = {
    ...(system === undefined ? {} : { of: system }),
    ...(service === undefined ? {} : { service }),
    ...(order.order === 'rolling' ? { order: 'rolling' as const } : {}),
    ...(order.order === 'staggered' ? { order: { everyMs: order.everyMs } } : {}),
  };
  if (Object.keys(further).length === 0) {
    if (selection.select === 'role' && selection.role === 'any') return 'one';
    const group = groups.find((name) => name === selection.select);
    if (group !== undefined) return group;
  }
  return { ...selectorOf(selection), ...further };
}

function selectorOf(selection: Selection): TargetMap {
  switch (selection.select) {
    case 'role':
      return { role: selection.role };
    case 'machine':
      return { machine: selection.number };
    case 'named':
      return { named: [...selection.names] };
    case 'some':
      return { some: selection.count };
    default:
      return { machines: selection.select };
  }
}
