import { createInterface } from 'node:readline/promises';
import ora from 'ora';
import type { Progress } from '../core/progress.ts';

/** Asks a person whether commands may be run. */
type Confirm = (question: string, commands: readonly string[]) => Promise<boolean>;

/** Shows what is being done: one moving line on a terminal, one line each time elsewhere. */
export interface Activity extends Disposable {
  readonly progress: Progress;
  /** Undefined where there is no terminal to ask at. */
  readonly confirm: Confirm | undefined;
}

/** Begins to show activities on standard error, each with the seconds since it began. */
export function showActivity(): Activity {
  const startedAt = performance.now();
  const stamp = () => `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s`;
  const { isTTY, columns } = process.stderr;
  return isTTY === true && columns > 0 ? movingLine(stamp) : plainLines(stamp);
}

function plainLines(stamp: () => string): Activity {
  let last = '';
  const progress = (activity: string) => {
    if (activity !== last) console.error(`${stamp()}  ${activity}`);
    last = activity;
  };
  return { progress, confirm: undefined, [Symbol.dispose]: () => undefined };
}

function movingLine(stamp: () => string): Activity {
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

async function ask(question: string, commands: readonly string[]): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const lines = [question, ...commands.map((command) => `    ${command}`), '[Y/n] '];
  try {
    return /^(y|yes)?$/i.test((await terminal.question(lines.join('\n'))).trim());
  } finally {
    terminal.close();
  }
}
