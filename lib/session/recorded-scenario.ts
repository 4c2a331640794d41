import { UNTIL_HEALED_MS } from '../core/fault.ts';
import type { EventOf, Expectation, History } from '../core/history.ts';
import type { Scenario } from '../core/scenario.ts';
import { at, type Blow } from '../core/schedule.ts';
import { named, type Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';
import { measures } from '../measures/index.ts';
import { wordedExpectations } from '../scenarios/expectation-words.ts';
import { blowInWords, workloadInWords } from '../scenarios/in-words.ts';

/** A person waits before the first blow; a scenario need not. */
const FIRST_AT_MS = 1_000;

/** Finer than hands are. */
const ROUND_MS = 100;

/**
 * What was done by hand as a scenario: the same blows after each other, each for as long as it lasted, at
 * whom they were aimed; and what of the data must hold, whether or not it did.
 *
 * @param broughtUp the scenario without a schedule that the cluster was brought up as
 */
export function recordedScenario(
  history: History,
  broughtUp: Scenario,
  { name, title }: Pick<Scenario, 'name' | 'title'>,
): Scenario {
  const { topology } = broughtUp;
  const { file: _, ...kept } = broughtUp;
  return {
    ...kept,
    ...{ name, title },
    workloads: workloadsOf(history, broughtUp),
    schedule: blowsOf(history, topology),
    expect: soundData(history),
  };
}

/**
 * What was asked: of what it was brought up with, that which was begun with it, and what was begun by
 * hand. Where nothing was asked, what would have been: a scenario asks for something.
 */
function workloadsOf(
  { events, header }: History,
  { workloads, topology }: Scenario,
): readonly Workload[] {
  const begun = events
    .of('load')
    .flatMap(({ words }) => (words === undefined ? [] : [workloadInWords(words, topology)]));
  const byHand = new Set(begun.map(({ name }) => name));
  const asked = header.workloads.map(({ name }) => name).filter((name) => !byHand.has(name));
  const fromTheStart = workloads.filter(({ name }) => asked.includes(name));
  const all = [...fromTheStart, ...begun];
  return all.length === 0 ? workloads : all;
}

function blowsOf(history: History, topology: Topology): readonly Blow[] {
  const { events } = history;
  const injected = events.of('injected');
  const first = Math.min(...injected.map(({ t }) => t));
  return events.of('ordered').flatMap(({ index, words, blow }) => {
    const own = injected.filter((event) => event.index === index);
    const from = own[0]?.t;
    // What met nothing harmed nothing.
    if (from === undefined || !isSaid(words)) return [];
    const { fault, target } = blowInWords(words, topology);
    const lastsMs = lastedMs(history, index) ?? blow.lastsMs;
    return [
      at(
        FIRST_AT_MS + rounded(from - first),
        { ...fault, lastsMs },
        metBy(
          target,
          events.of('blow').filter((event) => event.index === index),
        ),
        { jitterMs: 0 },
      ),
    ];
  });
}

const isSaid = (words: unknown): words is { readonly fault: unknown; readonly target: unknown } =>
  typeof words === 'object' && words !== null && 'fault' in words && 'target' in words;

/** How long a blow was in force, where that is not what had been ordered. */
function lastedMs({ events, header }: History, index: number): number | undefined {
  const orderedMs = header.schedule[index]?.lastsMs ?? 0;
  if (orderedMs === 0) return undefined;
  const spans = events
    .of('injected')
    .filter((event) => event.index === index)
    .map(({ t, step }) => {
      const healed = events.of('healed').find((one) => one.index === index && one.step === step);
      return (healed?.t ?? events.endMs) - t;
    });
  const lasted = Math.max(ROUND_MS, rounded(Math.max(...spans)));
  const isCutShort = lasted < orderedMs - ROUND_MS;
  return isCutShort || orderedMs >= UNTIL_HEALED_MS ? lasted : undefined;
}

const byChance = ['some', 'minority', 'majority'];

/** At the same role again; but at the same machines where chance had chosen them. */
function metBy(target: Target, blows: readonly EventOf<'blow'>[]): Target {
  const { selection } = target;
  const isChance =
    byChance.includes(selection.select) ||
    (selection.select === 'role' && selection.role !== 'primary');
  if (!isChance) return target;
  const { system: _, ...kept } = target;
  const { selection: machines } = named(...blows.flatMap((blow) => blow.machines));
  return { ...kept, selection: machines };
}

/**
 * What not every product promises, with the vocabularies in which it is more than a wish: a queue delivers at
 * least once, a cluster may be read where it lags. Who knows that his promises more, expects it himself.
 */
const seldomPromised: ReadonlyMap<string, readonly string[]> = new Map([
  ['duplicates', []],
  ['out-of-order', []],
  ['flicker', []],
  ['stale-reads', ['cache']],
  ['linearizability', []],
]);

/**
 * That nothing is lost, and what else there is to know of the data, also where an incident left nothing to be
 * read: a scenario that keeps it fixed.
 */
function soundData(history: History): readonly Expectation[] {
  const { workloads } = history.header;
  return [...wordedExpectations.values()].filter(({ measure: name, atMost }) => {
    const measure = measures.find((one) => one.name === name);
    if (measure?.kind !== 'safety' || atMost !== 0) return false;
    const promisedBy = seldomPromised.get(name);
    return measure.of(history).some(({ subject }) => {
      const asked = workloads.find((workload) => workload.name === subject.workload);
      return promisedBy?.includes(asked?.vocabulary ?? '') ?? true;
    });
  });
}

const rounded = (ms: number): number => Math.round(ms / ROUND_MS) * ROUND_MS;
