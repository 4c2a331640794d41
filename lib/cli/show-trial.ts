import { monotonicClock } from '../core/clock.ts';
import type { Header, Recorder } from '../core/history.ts';
import type { Progress } from '../core/progress.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Place } from '../live/state.ts';
import { plainLines } from './activity.ts';
import { ask, type Confirm } from './ask.ts';
import { useColour } from './colour.ts';
import { liveView } from './live-view.ts';
import { screenOf } from './screen.ts';
import { isAttended, mayRedraw } from './terminal.ts';

/** Shows a trial on standard error while it goes on. */
export interface ShownTrial extends AsyncDisposable {
  readonly progress: Progress;
  readonly confirm: Confirm | undefined;
  /** Says at once what must not be missed. */
  readonly note: (words: string) => void;
  /** Undefined where only activities are shown. */
  readonly watch: ((header: Header) => Recorder) | undefined;
}

export interface ShowTrialOptions {
  readonly place: Place;
  /** `plain` also where a terminal could do more. */
  readonly as: 'live' | 'plain';
}

/** Live where there is a terminal that can be drawn on, as plain lines elsewhere. */
export function showTrial(scenario: Named, { place, as }: ShowTrialOptions): ShownTrial {
  const terminal = process.stderr;
  const isLive = as === 'live' && mayRedraw(terminal, process.env);
  return isLive ? live(scenario, place) : plain(scenario, place);
}

type Named = Pick<Scenario, 'name' | 'title'>;

function plain({ name, title }: Named, { trial, trials }: Place): ShownTrial {
  const { progress } = plainLines();
  progress(`${name}: ${title}${trials > 1 ? `, trial ${trial} of ${trials}` : ''}`);
  return {
    progress,
    confirm: canAsk() ? ask : undefined,
    note: (words) => console.error(`\n${words}`),
    watch: undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function live({ name, title }: Named, place: Place): ShownTrial {
  const view = liveView({
    screen: screenOf(process.stderr),
    clock: monotonicClock,
    colour: useColour(process.stderr),
    scenario: name,
    title,
    place,
  });
  return {
    progress: view.progress,
    confirm: canAsk()
      ? (question, commands) => view.aside(() => ask(question, commands))
      : undefined,
    note: view.note,
    watch: view.watch,
    [Symbol.asyncDispose]: () => view[Symbol.asyncDispose](),
  };
}

/** Somebody must see the question, and be able to answer. */
const canAsk = (): boolean =>
  process.stdin.isTTY === true && isAttended(process.stderr, process.env);
