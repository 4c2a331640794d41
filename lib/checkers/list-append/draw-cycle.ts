import type { Anomaly, Step } from './anomaly.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

const BOX = { width: 92, height: 34 };
const MARGIN = { x: 180, y: 60 };
const LINE = 16;

/**
 * An anomaly's cycle as a self-contained SVG: a box for each transaction, an arrow for each step
 * with its kind, key and elements. It takes the colour of the text around it (currentColor).
 * Empty for an anomaly that is no cycle.
 */
export function drawCycle({ type, cycle }: Anomaly): string {
  if (cycle === undefined || cycle.length === 0) return '';
  const radius = { x: 110 + 34 * cycle.length, y: 60 + 30 * cycle.length };
  const size = { x: 2 * (radius.x + MARGIN.x), y: 2 * (radius.y + MARGIN.y) };
  const centre = { x: size.x / 2, y: size.y / 2 };
  const places = cycle.map((_, index) => onEllipse(centre, radius, index / cycle.length));
  const arrows = cycle.map((step, index) => {
    const to = places[(index + 1) % places.length] as Point;
    return arrow(step, places[index] as Point, to, centre);
  });
  const boxes = cycle.map(({ from }, index) => box(`T${from}`, places[index] as Point));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(size.x)} ${round(size.y)}" width="${round(size.x)}" height="${round(size.y)}" role="img" font-family="ui-monospace, monospace" font-size="13" fill="currentColor" stroke="none">`,
    `<title>${escapeText(`${type}: ${cycle.map(({ from }) => `T${from}`).join(', ')}`)}</title>`,
    ...arrows,
    ...boxes,
    '</svg>',
  ].join('\n');
}

/** From the left, clockwise, by the share of a whole turn. */
function onEllipse(centre: Point, radius: Point, turn: number): Point {
  const angle = Math.PI * (1 + 2 * turn);
  return {
    x: centre.x + radius.x * Math.cos(angle),
    y: centre.y + radius.y * Math.sin(angle),
  };
}

function box(name: string, { x, y }: Point): string {
  const [left, top] = [x - BOX.width / 2, y - BOX.height / 2];
  return `<rect x="${round(left)}" y="${round(top)}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="none" stroke="currentColor" stroke-width="1.5"/><text x="${round(x)}" y="${round(y + 5)}" text-anchor="middle" font-weight="bold">${escapeText(name)}</text>`;
}

/** Bends to the left of its direction, which is outwards, so that both ways of a pair are apart. */
function arrow(step: Step, from: Point, to: Point, centre: Point): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const bend = {
    x: (from.x + to.x) / 2 + (dy / length) * 60,
    y: (from.y + to.y) / 2 - (dx / length) * 60,
  };
  const start = atBorder(from, bend);
  const end = atBorder(to, bend);
  const middle = {
    x: (start.x + 2 * bend.x + end.x) / 4,
    y: (start.y + 2 * bend.y + end.y) / 4,
  };
  return `<path d="M${at(start)} Q${at(bend)} ${at(end)}" fill="none" stroke="currentColor" stroke-width="1.5"${dashes(step)}/>${head(bend, end)}${label(step, middle, centre)}`;
}

/** Where the line from a box's middle to a point leaves the box, and a little air. */
function atBorder(middle: Point, towards: Point): Point {
  const [dx, dy] = [towards.x - middle.x, towards.y - middle.y];
  const share = Math.min(
    (BOX.width / 2 + 3) / Math.max(Math.abs(dx), 1e-9),
    (BOX.height / 2 + 3) / Math.max(Math.abs(dy), 1e-9),
    1,
  );
  return { x: middle.x + dx * share, y: middle.y + dy * share };
}

function head(from: Point, tip: Point): string {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const wing = (turn: number) => ({
    x: tip.x - 10 * Math.cos(angle + turn),
    y: tip.y - 10 * Math.sin(angle + turn),
  });
  return `<polygon points="${at(tip)} ${at(wing(0.4))} ${at(wing(-0.4))}"/>`;
}

/** Beside the arrow, away from the middle of the drawing. */
function label(step: Step, { x, y }: Point, centre: Point): string {
  const distance = Math.max(Math.hypot(x - centre.x, y - centre.y), 1);
  const outward = { x: (x - centre.x) / distance, y: (y - centre.y) / distance };
  const left = round(x + 10 * outward.x);
  const top = round(y + 20 * outward.y - 4);
  const spans = labelLines(step).map(
    (line, index) =>
      `<tspan x="${left}" dy="${index === 0 ? 0 : LINE}">${escapeText(line)}</tspan>`,
  );
  return `<text x="${left}" y="${top}" text-anchor="${anchorOf(outward.x)}">${spans.join('')}</text>`;
}

function anchorOf(outward: number): string {
  if (Math.abs(outward) < 0.3) return 'middle';
  return outward < 0 ? 'end' : 'start';
}

function labelLines({ kind, key, values }: Step): readonly string[] {
  switch (kind) {
    case 'ww':
      return [`ww key ${key}`, `${values[0]} then ${values[1]}`];
    case 'wr':
      return [`wr key ${key}`, `saw ${values[0]}`];
    case 'rw':
      return [`rw key ${key}`, `did not see ${values[0]}`];
    case 'process':
      return ['same lane', 'ended before'];
    case 'realtime':
      return ['real time', 'ended before'];
  }
}

/** Orders of lanes and time are dashed: they are not in the data. */
function dashes({ kind }: Step): string {
  return kind === 'process' || kind === 'realtime' ? ' stroke-dasharray="6 4"' : '';
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;
const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
