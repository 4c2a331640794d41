import type { Clock } from '../core/clock.ts';
import type { MachineDisk } from '../core/disk.ts';
import type { Machine } from '../core/machine.ts';
import type { MachineNetwork } from '../core/network.ts';
import type { Service } from '../core/service.ts';

/** Machines whose first harmful order is noted: a fault looks around before it gives one. */
export interface OrderWatch {
  readonly machines: readonly Machine[];
  /** Clock time of the first order to any of them; undefined if there was none. */
  orderedAt(): number | undefined;
}

const ofService: readonly (keyof Service)[] = ['kill', 'stop', 'pause', 'limit'];
const ofNetwork: readonly (keyof MachineNetwork)[] = ['impose'];
const ofDisk: readonly (keyof MachineDisk)[] = ['turn', 'fill', 'failFileSystem'];
const ofMachine: readonly (keyof Machine)[] = ['powerOff', 'shutDown', 'skew'];

export function watchOrders(machines: readonly Machine[], clock: Clock): OrderWatch {
  let orderedAt: number | undefined;
  const note = () => {
    orderedAt ??= clock.now();
  };
  return {
    machines: machines.map((machine) => ({
      ...noting(machine, ofMachine, note),
      services: machine.services.map((service) => noting(service, ofService, note)),
      network: noting(machine.network, ofNetwork, note),
      disk: noting(machine.disk, ofDisk, note),
    })),
    orderedAt: () => orderedAt,
  };
}

/** The same, but some of its verbs are noted when they are called. */
function noting<T extends object>(target: T, verbs: readonly (keyof T)[], note: () => void): T {
  const noted = verbs.map((verb) => {
    const act: unknown = target[verb];
    if (typeof act !== 'function') throw new RangeError(`${String(verb)} is no verb`);
    return [
      verb,
      (...words: readonly unknown[]) => {
        note();
        return act.apply(target, words);
      },
    ];
  });
  return { ...target, ...Object.fromEntries(noted) };
}
