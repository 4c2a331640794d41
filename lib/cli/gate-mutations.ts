import { monotonicClock } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { type CatchTable, catchTable, type HeldMutation, isSettled } from '../gate/catch-table.ts';
import type { Margin } from '../gate/margin.ts';
import { type Held, holdMutation } from '../harness/mutations/hold-mutation.ts';
import { prepareMutation } from '../harness/mutations/prepare-mutation.ts';
import { readMutations } from '../harness/mutations/read-mutations.ts';
import { addResult, readResults } from '../harness/mutations/results-file.ts';
import { runMutation } from '../harness/mutations/run-mutation.ts';
import { newSeed } from '../harness/run-id.ts';
import { loadScenarios } from '../harness/scenarios.ts';
import { catchConsole } from '../reporters/gate/catch-console.ts';
import { catchExitCode, catchJson } from '../reporters/gate/catch-json.ts';
import { catchMarkdown } from '../reporters/gate/catch-markdown.ts';
import { showActivity } from './activity.ts';
import { useColour } from './colour.ts';
import { onInterruption } from './interruption.ts';

export interface MutationFlags {
  /** A folder of them; true for those that come with Blackstart. */
  readonly mutations: string | true;
  readonly only?: readonly string[];
  readonly system?: readonly string[];
  readonly results: string;
  readonly tableOnly?: true;
  readonly trials: number;
  readonly budget?: number;
  readonly margin: Margin;
  readonly seed?: number;
  readonly json?: true;
  readonly format?: string;
  readonly suites?: string;
  readonly reports: string;
}

/** `blackstart gate --mutations`: puts the gate itself to the test, and prints what it caught and missed. */
export async function gateMutations(flags: MutationFlags): Promise<number> {
  if (flags.format === 'html') {
    throw new UsageError('--format: expected console, json or markdown of mutations, found html', {
      hint: 'The gate of each mutation has a page of its own, below reports.',
    });
  }
  const scenarios = await loadScenarios(flags.suites);
  const folder = flags.mutations === true ? undefined : flags.mutations;
  const held = chosen(
    readMutations(folder).map((one) => holdMutation(one, scenarios)),
    flags,
  );
  if (flags.tableOnly !== true) await runOpen(held, flags);
  const table = catchTable(held, readResults(flags.results));
  console.log(formatted(table, flags));
  return catchExitCode(table);
}

/** Those that were asked for. */
function chosen(held: readonly Held[], { only, system }: MutationFlags): readonly Held[] {
  const names = held.map(({ mutation }) => mutation.name);
  const strange = only?.find((name) => !names.includes(name));
  if (strange !== undefined) {
    throw new UsageError(`--only: expected the name of a mutation, found '${strange}'`, {
      hint: `There are: ${names.join(', ')}.`,
    });
  }
  const left = held.filter(
    ({ mutation }) =>
      (only?.includes(mutation.name) ?? true) && (system?.includes(mutation.system) ?? true),
  );
  if (left.length > 0) return left;
  const systems = [...new Set(held.map(({ mutation }) => mutation.system))];
  throw new UsageError(`--system: expected one with mutations, found '${system?.join(' ')}'`, {
    hint: `There are: ${systems.join(', ')}.`,
  });
}

/** Runs what no result is kept of, one gate after another, each kept as soon as it is over. */
async function runOpen(held: readonly Held[], flags: MutationFlags): Promise<void> {
  const { budget = Number.POSITIVE_INFINITY, trials: pairs, margin, reports, results } = flags;
  using interruption = onInterruption((words) => console.error(`\n${words}`));
  using activity = showActivity();
  const { progress, confirm } = activity;
  const { signal } = interruption;
  const beganAt = monotonicClock.now();
  for (const one of unsettled(held, results)) {
    const leftMs = budget - (monotonicClock.now() - beganAt);
    if (leftMs <= 0) return;
    const { name } = one.mutation;
    const prepared = prepareMutation(one, {
      ...{ pairs, margin, reports, seed: flags.seed ?? newSeed() },
      budgetMs: Number.isFinite(leftMs) ? leftMs : undefined,
      again: `npx blackstart gate --mutations --only ${name}`,
      run: { suites: flags.suites, progress, confirm, signal },
    });
    const { run } = prepared;
    const result = await runMutation(
      one,
      {
        ...prepared,
        run: (key) => {
          signal.throwIfAborted();
          progress(`${name}: pair ${key.pair + 1} of ${pairs}: ${key.scenario}, ${key.arm}`);
          return run(key);
        },
      },
      {
        onTrial: ({ arm, verdict, because }) => progress(`${name}, ${arm}: ${verdict}: ${because}`),
      },
    );
    // One that was interrupted has measured nothing.
    signal.throwIfAborted();
    addResult(results, result);
    progress(`${name}: ${result.verdict}: ${result.because}`);
  }
}

function unsettled(held: readonly Held[], results: string): readonly Held[] {
  const kept = readResults(results).filter(isSettled);
  const isKept = ({ mutation, digest }: HeldMutation): boolean =>
    kept.some((one) => one.mutation === mutation.name && one.digest === digest);
  return held.filter((one) => !isKept(one));
}

function formatted(table: CatchTable, { json, format }: MutationFlags): string {
  if (json === true || format === 'json') return JSON.stringify(catchJson(table), null, 2);
  if (format === 'markdown') return catchMarkdown(table);
  return `\n${catchConsole(table, { colour: useColour(process.stdout) })}`;
}
