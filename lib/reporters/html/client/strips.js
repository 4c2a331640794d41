import { fillOf } from './palette.js';
import { ticksOf, tickText, xOf } from './scale.js';
import { boxOf, small, strong, widthOf, write } from './write.js';

/**
 * The rows that are no charts: stretches of time with words in them.
 *
 * @typedef {import('./rows.js').Row} Row
 * @typedef {import('./rows.js').TimelineData} TimelineData
 * @typedef {import('./write.js').Pen} Pen
 */

/** @param {Pen} pen @param {Row} row */
export function drawRow(pen, row) {
  if (row.kind === 'phases') drawPhases(pen, row);
  if (row.kind === 'blows') drawBlows(pen, row);
  if (row.kind === 'caption') drawCaption(pen, row);
  if (row.kind === 'away')
    row.away.forEach((_, i) => {
      drawAway(pen, row, i);
    });
  if (row.kind === 'clients') drawClients(pen, row, row.workload);
  if (row.kind === 'power') drawPower(pen, row, row.lane);
  if (row.kind === 'machine') drawMachine(pen, row, row.lane);
  if (row.kind === 'redundancy') drawLane(pen, row, 'redundancy', row.lane.spans);
  if (row.kind === 'axis') drawAxis(pen, row);
}

/** @param {Pen} pen @param {Row} row */
function drawPhases(pen, { y, height }) {
  pen.data.phases.forEach(({ name, from, to }, i) => {
    const box = boxOf(pen.frame, from, to);
    pen.context.fillStyle = i % 2 === 0 ? pen.palette.grid : pen.palette.line;
    pen.context.fillRect(box.x, y, box.width, height - 4);
    write(pen, name, { x: box.x + 5, y: y + (height - 4) / 2, room: box.width - 8 });
  });
}

/** @param {Pen} pen @param {Row} row */
function drawBlows(pen, { y, height }) {
  const fallen = pen.data.blows.filter(({ from }) => from !== undefined);
  fallen.forEach(({ from = 0, to, label }, i) => {
    const box = boxOf(pen.frame, from, to ?? pen.data.endMs);
    if (box.width === 0) return;
    pen.context.fillStyle = pen.palette.dark;
    pen.context.fillRect(box.x, y + 1, box.width, height - 6);
    const text = `⚡ ${label}`;
    const middle = y + (height - 4) / 2;
    const next = fallen[i + 1]?.from ?? Infinity;
    const x = box.x + box.width + 5;
    const room = Math.min(xOf(pen.frame, next), pen.frame.left + pen.frame.width) - x;
    const isInside = widthOf(pen, text, strong) < box.width - 12 || box.width - 12 > room;
    if (isInside) {
      const inside = { x: box.x + 6, y: middle, room: box.width - 12 };
      write(pen, text, { ...inside, font: strong, colour: pen.palette.paper });
      if (to !== undefined) write(pen, 'healed', { x, y: middle, room, colour: pen.palette.soft });
    } else write(pen, text, { x, y: middle, room, font: strong });
  });
}

/** @param {Pen} pen @param {Extract<Row, { kind: 'caption' }>} row */
function drawCaption(pen, { y, height, text, remark }) {
  const middle = y + height - 9;
  const halo = pen.palette.paper;
  write(pen, text, { x: 0, y: middle, font: strong, halo });
  write(pen, remark, {
    x: widthOf(pen, text, strong) + 8,
    y: middle,
    colour: pen.palette.soft,
    halo,
  });
}

/**
 * A bracket from a blow to the recovery; open where the recording ended first.
 *
 * @param {Pen} pen @param {Extract<Row, { kind: 'away' }>} row @param {number} i
 */
function drawAway(pen, { y, height, away, words }, i) {
  const { context, palette, frame, data } = pen;
  const { from = 0, to, length = '' } = away[i] ?? {};
  const box = boxOf(frame, from, to ?? data.endMs);
  if (box.width === 0) return;
  const line = y + height - 5;
  context.fillStyle = palette.fail;
  context.fillRect(box.x, line, box.width, 2);
  if (from >= frame.view.min) context.fillRect(box.x, line - 4, 2, 10);
  if (to !== undefined && to <= frame.view.max) {
    context.fillRect(box.x + box.width - 2, line - 4, 2, 10);
  }
  const next = xOf(frame, away[i + 1]?.from ?? Infinity);
  const room = Math.min(frame.left + frame.width, next) - box.x - 8;
  const full = to === undefined ? `${length}, not seen back` : `${length} ${words}`;
  const text = widthOf(pen, full, strong) < room ? full : length;
  write(pen, text, { x: box.x + 5, y: y + 5, room, font: strong, halo: palette.paper });
}

/** @param {Pen} pen @param {Row} row @param {import('./charts.js').Workload} workload */
function drawClients({ context, palette, frame, data }, { y, height }, { bad, lanes }) {
  const each = height / lanes;
  context.fillStyle = palette.grid;
  for (let lane = 0; lane < lanes; lane += 1) {
    context.fillRect(frame.left, y + lane * each, frame.width, Math.max(1, each - 1));
  }
  context.fillStyle = palette.fail;
  for (const [lane, from, to] of bad) {
    const box = boxOf(frame, from * data.bucketMs, to * data.bucketMs);
    if (box.width > 0) context.fillRect(box.x, y + lane * each, box.width, Math.max(1, each - 1));
  }
}

/** Under power, but where a blow says otherwise. @param {Pen} pen @param {Row} row @param {import('./rows.js').PowerLane} lane */
function drawPower(pen, row, { machine, spans }) {
  drawSpan(pen, row, { from: 0, to: pen.data.endMs, look: 'up', label: '' });
  drawLane(pen, row, machine, spans);
}

/** @param {Pen} pen @param {Row} row @param {import('./rows.js').MachineLane} lane */
function drawMachine(pen, row, { machine, spans }) {
  const { context, palette, frame, data } = pen;
  drawLane(pen, row, machine, spans);
  for (const { from, to, machines } of data.blows) {
    if (from === undefined || !machines.includes(machine)) continue;
    const box = boxOf(frame, from, to ?? data.endMs);
    context.strokeStyle = palette.ink;
    context.lineWidth = 2;
    if (box.width > 0) context.strokeRect(box.x, row.y + 1, box.width, row.height - 3);
  }
}

/** @param {Pen} pen @param {Row} row @param {string} name @param {readonly import('../spans.ts').Span[]} spans */
function drawLane(pen, row, name, spans) {
  write(pen, name, { x: 0, y: row.y + row.height / 2, room: pen.frame.left - 6 });
  for (const span of spans) drawSpan(pen, row, span);
}

/** @param {Pen} pen @param {Row} row @param {import('../spans.ts').Span} span */
function drawSpan(pen, { y, height }, { from, to, look, label }) {
  const { context, palette, frame } = pen;
  const box = boxOf(frame, from, to);
  if (box.width === 0) return;
  const width = Math.max(1, box.width - 1);
  context.fillStyle = fillOf(context, palette, look);
  context.fillRect(box.x, y + 1, width, height - 3);
  const room = Math.min(box.width - 10, widthOf(pen, label, small));
  if (room < 24 || label === '') return;
  context.fillStyle = palette[look];
  context.fillRect(box.x + 2, y + 2, room + 7, height - 5);
  const isLoud = look === 'unreachable' || look === 'reduced' || look === 'blow';
  const colour = isLoud ? palette.paper : palette.ink;
  write(pen, label, { x: box.x + 5, y: y + height / 2 - 0.5, room: box.width - 10, colour });
}

/** @param {Pen} pen @param {Row} row */
function drawAxis(pen, { y }) {
  pen.context.fillStyle = pen.palette.line;
  pen.context.fillRect(pen.frame.left, y + 4, pen.frame.width, 1);
  for (const t of ticksOf(pen.frame).ticks) {
    const x = xOf(pen.frame, t);
    const text = tickText(pen.frame, t);
    pen.context.fillStyle = pen.palette.line;
    pen.context.fillRect(x, y + 4, 1, 5);
    write(pen, text, { x: x - widthOf(pen, text, small) / 2, y: y + 18, colour: pen.palette.soft });
  }
}
