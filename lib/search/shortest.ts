/** Shorter than this no harm is tried: proofs take as long. */
const LEAST_MS = 500;

/** What is this close to what did not show it is short enough. */
const CLOSE = 1.25;

/**
 * The shortest time that still shows something, to a quarter: the least first, which is often enough, and
 * then halves. `lastsMs` is known to show it. To a tenth of a second, as a person writes times.
 */
export async function shortest(
  lastsMs: number,
  shows: (lastsMs: number) => Promise<boolean>,
): Promise<number> {
  if (lastsMs <= LEAST_MS) return lastsMs;
  if (await shows(LEAST_MS)) return LEAST_MS;
  let tooShort = LEAST_MS;
  let enough = lastsMs;
  while (enough / tooShort > CLOSE) {
    const tried = Math.round(Math.sqrt(tooShort * enough) / 100) * 100;
    if (tried <= tooShort || tried >= enough) return enough;
    if (await shows(tried)) enough = tried;
    else tooShort = tried;
  }
  return enough;
}
