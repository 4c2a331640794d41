/**
 * Arrows move the cursor, with Shift the view; plus and minus zoom about it, 0 shows the whole run;
 * N and P jump to what was not ok, Enter holds on to a moment, Escape lets go.
 *
 * @param {HTMLElement} host @param {number} bucketMs
 * @param {{ at(): number, view(): { min: number, max: number }, point(ms: number): void,
 *   zoomBy(factor: number, ms: number): void, reset(): void, pan(px: number): void, hold(): void,
 *   release(): void, jump(direction: 1 | -1): void }} on
 */
export function followKeys(host, bucketMs, on) {
  const zoomBy = (/** @type {number} */ factor) => {
    const at = on.at();
    on.zoomBy(factor, at);
    on.point(at);
  };
  const move = (/** @type {number} */ steps, /** @type {boolean} */ isView) =>
    isView ? on.pan(steps * 40) : on.point(on.at() + steps * bucketMs);
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const keys = {
    ArrowLeft: ({ shiftKey }) => move(-1, shiftKey),
    ArrowRight: ({ shiftKey }) => move(1, shiftKey),
    PageDown: () => move(-10, false),
    PageUp: () => move(10, false),
    Home: () => on.point(on.view().min),
    End: () => on.point(on.view().max),
    '+': () => zoomBy(0.5),
    '-': () => zoomBy(2),
    0: on.reset,
    n: () => on.jump(1),
    p: () => on.jump(-1),
    Enter: on.hold,
    Escape: on.release,
  };
  host.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(event);
  });
}
