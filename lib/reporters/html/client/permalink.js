/**
 * The part of the run, the moment and the service that the address of the page names.
 *
 * @typedef {{ from?: number | undefined, to?: number | undefined, at?: number | undefined,
 *   service?: string | undefined }} Place  times in ms
 */

/** `#from=26.005&to=48.503&at=27.1&service=database`, in seconds. @param {string} hash @returns {Place} */
export function readPlace(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const ms = (/** @type {string} */ name) => {
    const text = words.get(name);
    const seconds = Number(text);
    return text === null || text === '' || !Number.isFinite(seconds) ? undefined : seconds * 1e3;
  };
  return {
    from: ms('from'),
    to: ms('to'),
    at: ms('at'),
    service: words.get('service') ?? undefined,
  };
}

/** Empty where it is the page as it opens. @param {Place} place */
export function placeHash({ from, to, at, service }) {
  const words = new URLSearchParams();
  const put = (/** @type {string} */ name, /** @type {number | undefined} */ ms) => {
    if (ms !== undefined) words.set(name, String(Math.round(ms) / 1e3));
  };
  put('from', from);
  put('to', to);
  put('at', at);
  if (service !== undefined) words.set('service', service);
  return words.size === 0 ? '' : `#${words}`;
}

/** The address bar follows, without a step back for each move. @param {Place} place */
export function writePlace(place) {
  const hash = placeHash(place);
  if (hash === location.hash) return;
  history.replaceState(null, '', hash === '' ? location.href.replace(/#.*$/, '') : hash);
}
