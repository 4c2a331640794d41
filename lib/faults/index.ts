import type { Fault } from '../core/fault.ts';
import { killFault } from './kill.ts';
import { noneFault } from './none.ts';

/** Every fault that a schedule may name. */
export const faults: readonly Fault[] = [killFault, noneFault];
