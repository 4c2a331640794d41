/**
 * The style sheet's colours, and patterns that tell the same apart without colour.
 *
 * @typedef {Record<'paper' | 'ink' | 'soft' | 'line' | 'grid' | 'ok' | 'served' | 'fail' | 'info' | 'primary' |
 *   'replica' | 'neither' | 'unreachable' | 'full' | 'reduced' | 'away' | 'p99' | 'max' | 'dark' |
 *   'up' | 'blow' | 'cure', string>} Palette
 * @typedef {'stripes' | 'back-stripes' | 'dots'} Texture
 */

/** @returns {Palette} */
export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const names = [
    'paper',
    'ink',
    'soft',
    'line',
    'grid',
    'ok',
    'fail',
    'info',
    'primary',
    'replica',
  ];
  const more = [
    'neither',
    'unreachable',
    'full',
    'reduced',
    'away',
    'p99',
    'max',
    'dark',
    'served',
    'up',
    'blow',
    'cure',
  ];
  const colours = [...names, ...more].map((name) => [name, style.getPropertyValue(`--${name}`)]);
  return Object.fromEntries(colours);
}

/** How each look is filled; what is not named here is plain. @type {Record<string, Texture>} */
const textures = {
  fail: 'stripes',
  info: 'dots',
  neither: 'dots',
  cure: 'dots',
  unreachable: 'back-stripes',
  reduced: 'stripes',
};

/**
 * The fill of a look: its colour, with its texture cut out of it.
 *
 * @param {CanvasRenderingContext2D} context @param {Palette} palette @param {keyof Palette} look
 */
export function fillOf(context, palette, look) {
  const texture = textures[look];
  const tile = document.createElement('canvas');
  const size = Math.round(6 * devicePixelRatio);
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext('2d');
  if (texture === undefined || pen === null) return palette[look];
  pen.fillStyle = palette[look];
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = palette.paper;
  pen.fillStyle = palette.paper;
  pen.globalAlpha = look === 'fail' ? 0.45 : 0.6;
  pen.lineWidth = size / 4;
  if (texture === 'dots') {
    pen.arc(size / 2, size / 2, size / 5, 0, 2 * Math.PI);
    pen.fill();
  } else {
    const [from, to] = texture === 'stripes' ? [size, 0] : [0, size];
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift - size, from + (from === 0 ? -size : size));
      pen.lineTo(shift + 2 * size, to + (to === 0 ? -size : size));
    }
    pen.stroke();
  }
  const pattern = context.createPattern(tile, 'repeat');
  pattern?.setTransform(context.getTransform().inverse());
  return pattern ?? palette[look];
}
