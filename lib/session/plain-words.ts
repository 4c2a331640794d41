import { parse } from 'yaml';
import { UsageError } from '../core/errors.ts';
import { UNTIL_HEALED_MS } from '../core/fault.ts';
import type { Recipe } from '../core/recipe.ts';
import { faults } from '../faults/index.ts';
import { nearest } from '../scenarios/nearest.ts';
import { keysAt } from '../scenarios/schema-keys.ts';

/** What the options of a command line add to its words. */
export interface FaultFlags {
  /** How long, as a duration in words; until it is healed if it is not given. */
  readonly for?: string | undefined;
  readonly of?: string | undefined;
  readonly rolling?: true | undefined;
  readonly every?: string | undefined;
}

/** A blow in the words of files of scenarios. */
export interface SaidBlow {
  readonly fault: unknown;
  readonly target: unknown;
}

type Told = Readonly<Record<string, unknown>>;

/**
 * What a person types, `pause controller-2`, `partition galera-1 / galera-2,galera-3`, `degrade primary
 * delayMs=200ms`, in the words of files. Whether it makes sense is for who knows the cluster.
 *
 * @param names machines that somebody else has named: they come before words for roles and groups
 */
export function blowFromWords(
  words: readonly string[],
  flags: FaultFlags,
  names: readonly string[] = [],
): SaidBlow {
  const [kind = '', ...rest] = words;
  const recipe = recipeOf(kind);
  const settings = settingsIn(rest);
  const said = rest.filter((word) => !isSetting(word));
  const sides = sidesOf(said);
  if (sides.length > 1 && kind !== 'partition') {
    throw new UsageError(`${kind}: expected one target, found sides with / between them`, {
      hint: 'Only partition has sides: blackstart fault partition galera-1 / galera-2,galera-3.',
    });
  }
  const cut = sides.length > 1 ? { shape: 'custom', cuts: cutsBetween(sides) } : {};
  const told = { ...timeOf(recipe, flags.for), ...cut, ...settings };
  const target = sides.length > 1 ? { named: sides.flat() } : targetOf(said.join(' '), kind, names);
  return {
    fault: Object.keys(told).length === 0 ? kind : { [kind]: told },
    target: { ...further(target, flags) },
  };
}

function recipeOf(kind: string): Recipe<object> {
  const recipes = faults.map(({ recipe }) => recipe);
  const found = recipes.find(({ word }) => word === kind);
  if (found !== undefined) return found;
  const words = recipes.map(({ word }) => word);
  const near = nearest(kind, words);
  const meant = near === undefined ? '' : `; did you mean '${near}'?`;
  throw new UsageError(`expected a kind of fault, found '${kind}'${meant}`, {
    hint: `There are: ${words.join(', ')}.`,
  });
}

/** A word of settings, as `delayMs=200ms`. */
export const isSetting = (word: string): boolean => /^[A-Za-z][\w-]*=/.test(word);

/** Settings by their names; values as YAML has them. */
export const settingsIn = (words: readonly string[]): Told =>
  Object.fromEntries(
    words.filter(isSetting).map((word) => {
      const [name = '', text = ''] = word.split(/=(.*)/s);
      return [name, parse(text) as unknown];
    }),
  );

/** How long a harm lasts, by the fault's own word. */
const LASTS = ['lasts', 'downFor', 'offFor'];

function timeOf({ word, options }: Recipe<object>, lasts: string | undefined): Told {
  const key = keysAt(options, []).find((one) => LASTS.includes(one));
  if (key !== undefined) return { [key]: lasts ?? UNTIL_HEALED_MS };
  if (lasts === undefined) return {};
  throw new UsageError(`${word}: expected no --for: it is over by itself, found '${lasts}'`, {
    hint: `blackstart fault ${word} <target>`,
  });
}

/** What stands between blanks with a stroke of its own. */
function sidesOf(words: readonly string[]): readonly (readonly string[])[] {
  return words
    .join(' ')
    .split(/ \/ /)
    .map((side) => side.split(/[ ,]+/).filter((name) => name !== ''));
}

/** Nothing goes from one side to another. */
const cutsBetween = (sides: readonly (readonly string[])[]): string =>
  sides
    .flatMap((side, place) =>
      sides
        .slice(place + 1)
        .flatMap((other) => side.flatMap((a) => other.map((b) => `${a} <> ${b}`))),
    )
    .join('; ');

const groups = ['all', 'minority', 'majority', 'primaries', 'replicas'];

function targetOf(text: string, kind: string, given: readonly string[]): Told {
  if (text === '') {
    throw new UsageError(`${kind}: expected a target, found none`, {
      hint: 'A machine (galera-1), several (galera-1,galera-2), a service on one (controller-2/haproxy), primary, replica, one, all, minority, majority, primaries or replicas.',
    });
  }
  if (given.includes(text)) return { named: [text] };
  if (text === 'one' || text === 'any') return { role: 'any' };
  if (text === 'primary' || text === 'replica') return { role: text };
  if (groups.includes(text)) return { machines: text };
  const parts = text.split(/[ ,]+/).map((part) => part.split('/'));
  const services = [...new Set(parts.map(([, service]) => service))];
  const [service] = services;
  if (services.length > 1) {
    throw new UsageError(`expected one service, the same of all machines, found '${text}'`, {
      hint: 'Strike twice: one blow a service.',
    });
  }
  const [[first = ''] = []] = parts;
  const isRole = (first === 'primary' || first === 'replica') && !given.includes(first);
  const role = isRole ? { role: first } : undefined;
  const names = { named: parts.map(([name]) => name ?? '') };
  return { ...(role ?? names), ...(service === undefined ? {} : { service }) };
}

const further = (target: Told, { of, rolling, every }: FaultFlags): Told => ({
  ...target,
  ...(of === undefined ? {} : { of }),
  ...(rolling === true ? { order: 'rolling' } : {}),
  ...(every === undefined ? {} : { order: { everyMs: every } }),
});
