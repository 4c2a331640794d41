/** A probability in percent that is not larger than it: `97.8 %`. Three significant digits. */
export const percentAtLeast = (probability: number): string => inPercent(probability, Math.floor);

/** A probability in percent that is not smaller than it: `25.9 %`. Three significant digits. */
export const percentAtMost = (probability: number): string => inPercent(probability, Math.ceil);

/** Rounds one way, but for what the floating point added: 0.07 is 7 % either way. */
function inPercent(probability: number, round: (scaled: number) => number): string {
  const percent = Number((probability * 100).toPrecision(12));
  if (percent === 0) return '0 %';
  const scale = 10 ** (2 - Math.floor(Math.log10(percent)));
  return `${Number((round(percent * scale) / scale).toPrecision(3))} %`;
}
