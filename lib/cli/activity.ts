import ora from 'ora';
import type { Progress } from '../core/progress.ts';

/** Shows what is being done: one moving line on a terminal, one line each time elsewhere. */
export interface Activity extends Disposable {
  readonly progress: Progress;
}

/** Begins to show activities on standard error, each with the seconds since it began. */
export function showActivity(): Activity {
  const startedAt = performance.now();
  const stamp = () => `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s`;
  if (process.stderr.isTTY !== true) {
    let last = '';
    const progress = (activity: string) => {
      if (activity !== last) console.error(`${stamp()}  ${activity}`);
      last = activity;
    };
    return { progress, [Symbol.dispose]: () => undefined };
  }
  const spinner = ora({ stream: process.stderr, discardStdin: false }).start('starting');
  let current = 'starting';
  const draw = () => {
    spinner.text = `${stamp()}  ${current}`;
  };
  const timer = setInterval(draw, 200);
  return {
    progress: (activity) => {
      current = activity;
      draw();
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      spinner.stop();
    },
  };
}
