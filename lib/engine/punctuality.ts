import { spawnSync } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';

/** How many clusters of this process stand. */
let standing = 0;
let granted = false;

/**
 * Lets the harness go first while a cluster stands, where it and what it measures want a processor
 * at one time: otherwise its own delay is seen as theirs. By real-time scheduling (sched(7)), which a
 * nice value can't stand in for: that counts only among the processes of one session or container.
 * Where it takes rights or a program that are not there, nothing changes.
 */
export function goFirst(): Disposable & { readonly granted: boolean } {
  standing += 1;
  if (standing === 1) granted = schedule('--rr', 1);
  return {
    granted,
    [Symbol.dispose]: () => {
      standing -= 1;
      if (standing === 0) schedule('--other', 0);
    },
  };
}

/** Whether the rights and the program for it are there. */
export function mayGoFirst(): boolean {
  using first = goFirst();
  return first.granted;
}

/**
 * Of the thread that measures and of those that it waits for: V8's, which collect garbage beside it, hold
 * it up when a busy machine gives them no processor (priority inversion). Programs that it starts are
 * scheduled as everybody is.
 */
function schedule(policy: '--rr' | '--other', priority: number): boolean {
  const { status } = spawnSync(
    'chrt',
    ['--all-tasks', '--reset-on-fork', policy, '--pid', `${priority}`, `${process.pid}`],
    {
      stdio: 'ignore',
    },
  );
  return status === 0;
}

/**
 * Has garbage collected often and in little pieces, by this thread alone: a millisecond at a time,
 * where V8 by itself comes to pauses of 10 to 80 ms every few seconds, each of which looks like an
 * outage. To be asked for early: room that V8 has taken is not given back. Reading a history takes
 * a tenth longer by it.
 */
export function shortPauses(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--no-parallel-scavenge');
}
