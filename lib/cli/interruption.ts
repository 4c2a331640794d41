import { HarnessError } from '../core/errors.ts';

/** A signal of the abort kind for signals of the process kind. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/** Who signals a whole process group reaches this process twice: directly and by its parent. */
const SAME_SIGNAL_MS = 1_000;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that a run undoes what it did and
 * reports what it saw. The second one ends the process; the next command then cleans up.
 *
 * @param say tells a person at once
 */
export function onInterruption(say: (words: string) => void): Interruption {
  const controller = new AbortController();
  let firstAt = 0;
  const interrupt = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) {
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(3);
      return;
    }
    firstAt = performance.now();
    say(`${name}: undoing what was done; once more to stop at once`);
    controller.abort(
      new HarnessError('INTERRUPTED', `the run was interrupted by ${name}`, {
        hint: 'Start it again; nothing was left behind.',
      }),
    );
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of names) process.off(name, interrupt);
    },
  };
}
