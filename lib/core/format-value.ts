import { formatMs } from './duration.ts';
import type { Measure } from './measure.ts';

/** A value in its measure's unit, as a person reads it. */
export function formatValue({ unit }: Pick<Measure, 'unit'>, value: number): string {
  return unit === 'ms' ? formatMs(value) : value.toLocaleString('en');
}
