import ora from 'ora';
import type { Progress } from '../core/progress.ts';
import { ask, type Confirm } from './ask.ts';

/** Shows what is being done: one moving line on a terminal, one line each time elsewhere. */
export interface Activity extends Disposable {
  readonly progress: Progress;
  /** Undefined where there is no terminal to ask at. */
  readonly confirm: Confirm | undefined;
}

/** Begins to show activities on standard error, each with the seconds since it began. */
export function showActivity(): Activity {
  const { isTTY, columns } = process.stderr;
  return isTTY === true && columns > 0 ? movingLine() : plainLines();
}

/** One line for each activity, as they come. */
export function plainLines(): Activity {
  const stamp = stampsFromNow();
  let last = '';
  const progress = (activity: string) => {
    if (activity !== last) console.error(`${stamp()}  ${activity}`);
    last = activity;
  };
  return { progress, confirm: undefined, [Symbol.dispose]: () => undefined };
}

function movingLine(): Activity {
  const stamp = stampsFromNow();
  const spinner = ora({ stream: process.stderr, discardStdin: false }).start('starting');
  let current = 'starting';
  const draw = () => {
    spinner.text = `${stamp()}  ${current}`;
  };
  const timer = setInterval(draw, 200);
  const progress = (activity: string) => {
    current = activity;
    draw();
  };
  const askAtRest: Confirm = async (question, commands) => {
    spinner.stop();
    const agreed = await ask(question, commands);
    spinner.start();
    return agreed;
  };
  return {
    progress,
    confirm: process.stdin.isTTY === true ? askAtRest : undefined,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      spinner.stop();
    },
  };
}

function stampsFromNow(): () => string {
  const startedAt = performance.now();
  return () => `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s`;
}
