/**
 * Hover reads, drag zooms, double-click shows the whole run.
 *
 * @param {HTMLElement} host @param {HTMLElement} selection
 * @param {{ timeAt(x: number): number, point(ms: number): void, hide(): void, reset(): void,
 *   zoom(from: number, to: number): void, top(y: number): void }} on
 */
export function followPointer(host, selection, on) {
  /** @type {number | undefined} */
  let from;
  const xIn = (/** @type {PointerEvent} */ event) =>
    event.clientX - host.getBoundingClientRect().left;
  host.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = xIn(event);
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener('pointermove', (event) => {
    const x = xIn(event);
    on.point(on.timeAt(x));
    on.top(event.clientY - host.getBoundingClientRect().top);
    if (from === undefined) return;
    selection.hidden = Math.abs(x - from) < 4;
    selection.style.left = `${Math.min(x, from)}px`;
    selection.style.width = `${Math.abs(x - from)}px`;
  });
  host.addEventListener('pointerup', (event) => {
    const x = xIn(event);
    const begun = from ?? x;
    from = undefined;
    if (selection.hidden) return on.point(on.timeAt(x));
    selection.hidden = true;
    on.zoom(on.timeAt(Math.min(x, begun)), on.timeAt(Math.max(x, begun)));
  });
  host.addEventListener('pointercancel', () => {
    from = undefined;
    selection.hidden = true;
  });
  host.addEventListener('pointerleave', on.hide);
  host.addEventListener('dblclick', on.reset);
}
