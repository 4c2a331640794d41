import type { AnyFault } from '../core/fault.ts';
import { clockSkewFault } from './clock-skew.ts';
import { cpuStarveFault } from './cpu-starve.ts';
import { degradeFault } from './degrade.ts';
import { diskErrorFault } from './disk-error.ts';
import { diskFullFault } from './disk-full.ts';
import { diskReadOnlyFault } from './disk-read-only.ts';
import { diskSlowFault } from './disk-slow.ts';
import { killFault } from './kill.ts';
import { memorySqueezeFault } from './memory-squeeze.ts';
import { noneFault } from './none.ts';
import { partitionFault } from './partition.ts';
import { pauseFault } from './pause.ts';
import { powerCycleFault } from './power-cycle.ts';
import { rebootFault } from './reboot.ts';
import { resetFault } from './reset.ts';
import { restartFault } from './restart.ts';
import { stopFault } from './stop.ts';
import { unplugFault } from './unplug.ts';

/** Every fault that a schedule may name. */
export const faults: readonly AnyFault[] = [
  killFault,
  stopFault,
  restartFault,
  pauseFault,
  powerCycleFault,
  rebootFault,
  partitionFault,
  unplugFault,
  degradeFault,
  resetFault,
  clockSkewFault,
  diskFullFault,
  diskReadOnlyFault,
  diskSlowFault,
  diskErrorFault,
  cpuStarveFault,
  memorySqueezeFault,
  noneFault,
];
