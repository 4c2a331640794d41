/** Runs one after another, in the order of the calls; one that fails holds up no other. */
export function inTurns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const next = last.then(act, act);
    last = next.catch(() => 'told to whoever waits for it');
    return next;
  };
}
