import { formatMs } from './duration.ts';
import type { Measure } from './measure.ts';

/** A value in its measure's unit, as a person reads it. */
export function formatValue({ unit }: Pick<Measure, 'unit'>, value: number): string {
  switch (unit) {
    case 'ms':
      return formatMs(value);
    case 'count':
      return value.toLocaleString('en');
    case 'percent':
      return `${Number(value.toPrecision(3))} %`;
  }
}
