/**
 * Hover reads, a click holds on to a moment, drag zooms, double-click shows the whole run; a wheel
 * zooms with Ctrl and moves along the time axis with Shift.
 *
 * @param {HTMLElement} host @param {HTMLElement} selection
 * @param {{ timeAt(x: number): number, point(x: number, y: number): void, hold(): void, leave(): void,
 *   reset(): void, zoom(from: number, to: number): void, zoomBy(factor: number, ms: number): void,
 *   pan(px: number): void }} on
 */
export function followPointer(host, selection, on) {
  /** @type {number | undefined} */
  let from;
  const placeOf = (/** @type {MouseEvent} */ event) => {
    const { left, top } = host.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  host.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = placeOf(event).x;
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener('pointermove', (event) => {
    const { x, y } = placeOf(event);
    on.point(x, y);
    if (from === undefined) return;
    selection.hidden = Math.abs(x - from) < 4;
    selection.style.left = `${Math.min(x, from)}px`;
    selection.style.width = `${Math.abs(x - from)}px`;
  });
  host.addEventListener('pointerup', (event) => {
    const { x, y } = placeOf(event);
    const begun = from;
    from = undefined;
    if (begun === undefined) return;
    if (selection.hidden) {
      on.point(x, y);
      on.hold();
      return;
    }
    selection.hidden = true;
    on.zoom(on.timeAt(Math.min(x, begun)), on.timeAt(Math.max(x, begun)));
  });
  host.addEventListener('pointercancel', () => {
    from = undefined;
    selection.hidden = true;
  });
  host.addEventListener('pointerleave', on.leave);
  host.addEventListener('dblclick', on.reset);
  host.addEventListener(
    'wheel',
    (event) => {
      const along = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey) on.zoomBy(2 ** (event.deltaY / 200), on.timeAt(placeOf(event).x));
      else if (Math.abs(along) > Math.abs(event.deltaY) || event.shiftKey) on.pan(along);
      else return;
      event.preventDefault();
    },
    { passive: false },
  );
}
