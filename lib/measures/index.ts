import type { Measure } from '../core/measure.ts';
import { divergence } from './divergence.ts';
import { lostWrites } from './lost-writes.ts';
import { phantoms } from './phantoms.ts';
import { rpo } from './rpo.ts';
import { rtoAll, rtoAny } from './rto.ts';
import { rtoRedundancy } from './rto-redundancy.ts';
import { twoPrimaries } from './two-primaries.ts';

/** Every measure, in the order in which a report shows them. */
export const measures: readonly Measure[] = [
  rtoAny,
  rtoAll,
  rtoRedundancy,
  lostWrites,
  rpo,
  phantoms,
  divergence,
  twoPrimaries,
];
