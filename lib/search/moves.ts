import { seconds } from '../core/duration.ts';
import { all, role, rolling, service, type Target } from '../core/target.ts';
import { degrade } from '../faults/degrade.ts';
import { kill } from '../faults/kill.ts';
import { partition } from '../faults/partition.ts';
import { pause } from '../faults/pause.ts';
import { powerCycle } from '../faults/power-cycle.ts';
import { reboot } from '../faults/reboot.ts';
import { restart } from '../faults/restart.ts';
import { stop } from '../faults/stop.ts';
import { unplug } from '../faults/unplug.ts';
import type { Aim, Move } from './promise.ts';

type Range = Move['lastsMs'];
type AtRole = Extract<Aim, { at: 'role' }>;

/** A time range in seconds. */
export const between = (least: number, most: number): Range => [seconds(least), seconds(most)];

export const oneMachine: Aim = { at: 'machine' };
export const only = (name: string): Aim => ({ at: 'machine', service: name });
export const whoIs = (name: 'primary' | 'replica', of?: string): AtRole => ({
  at: 'role',
  target: role(name, of === undefined ? {} : { of }),
});
export const serviceOf = (name: string, aim: AtRole): Aim => ({
  at: 'role',
  target: service(name, aim.target),
});
export const together = (target: Target): Aim => ({ at: 'group', target });
export const inTurn = (name?: string): Aim => ({
  at: 'group',
  target: rolling(name === undefined ? all() : service(name, all())),
});

type MoveOf = (aim: Aim, lastsMs: Range) => Move;

const moveOf =
  (kind: string, fault: Move['fault']): MoveOf =>
  (aim, lastsMs) => ({ kind, aim, lastsMs, fault });

export const killing = moveOf('kill', (downFor) => kill({ downFor }));
export const stopping = moveOf('stop', (downFor) => stop({ downFor }));
export const pausing = moveOf('pause', (lasts) => pause({ lasts }));
export const cuttingPower = moveOf('power-cycle', (offFor) => powerCycle({ offFor }));
/** Machines that lose power together, and come back one after another, the last first. */
export const cuttingPowerUntilEachReturns = moveOf('power-cycle', (offFor) =>
  powerCycle({ offFor, backEveryMs: seconds(4), backIn: 'reverse' }),
);
export const rebooting = moveOf('reboot', (offFor) => reboot({ offFor }));
export const isolating = moveOf('partition', (lasts) => partition({ lasts }));
export const unplugging = moveOf('unplug', (lasts) => unplug({ lasts }));
export const degrading = moveOf('degrade', (lasts) =>
  degrade({ lasts, delayMs: 50, jitterMs: 10, loss: 0.02 }),
);

export const restarting = (aim: Aim): Move => ({
  kind: 'restart',
  aim,
  lastsMs: [0, 0],
  fault: () => restart(),
});
