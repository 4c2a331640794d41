/**
 * Arrows move the cursor, plus and minus zoom about it, 0 shows the whole run.
 *
 * @param {HTMLElement} host @param {number} bucketMs
 * @param {{ at(): number, view(): { min: number, max: number }, point(ms: number): void,
 *   zoom(from: number, to: number): void, reset(): void }} on
 */
export function followKeys(host, bucketMs, on) {
  const zoomBy = (/** @type {number} */ factor) => {
    const { min, max } = on.view();
    const half = ((max - min) * factor) / 2;
    const at = on.at();
    on.zoom(at - half, at + half);
    on.point(at);
  };
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => on.point(on.at() - bucketMs),
    ArrowRight: () => on.point(on.at() + bucketMs),
    PageDown: () => on.point(on.at() - 10 * bucketMs),
    PageUp: () => on.point(on.at() + 10 * bucketMs),
    Home: () => on.point(on.view().min),
    End: () => on.point(on.view().max),
    '+': () => zoomBy(0.5),
    '-': () => zoomBy(2),
    0: on.reset,
  };
  host.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
}
