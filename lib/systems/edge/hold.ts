import type { Machine } from '../../core/machine.ts';
import type { Vantage } from '../../core/network.ts';
import { type VirtualAddress, virtualAddress } from './names.ts';

const DATAGRAM = { count: 1, gapMs: 0, bytes: 24 } as const;

/** Tells, from a machine's own place in the network, whether it holds a virtual address. */
export interface HoldWatch {
  /** Rejects where the machine's agent does not answer. */
  holds(): Promise<boolean>;
}

/** Measurements of hearing draw theirs from the clock; to meet one of these is a matter of 1 in 2^32. */
const TOKENS = 0xed6e_0000;

let watches = 0;

/**
 * A datagram from the machine to the virtual address comes back to the machine itself exactly
 * where its kernel has that address: no service needs to be alive for that, and none can deny it.
 * So an address that a killed keepalived has left behind is seen, and so is a second holder.
 *
 * Elsewhere the datagram goes to who holds it, and is heard there: those are taken away by the way,
 * or they would pile up.
 */
export function watchHold(
  machine: Machine,
  all: readonly Machine[],
  which: VirtualAddress,
): HoldWatch {
  watches += 1;
  const token = TOKENS + watches;
  const virtual: Vantage = { ...machine.vantage, address: virtualAddress(machine, which) };
  const others = all.filter(({ name }) => name !== machine.name);
  let looks = 0;
  return {
    holds: async () => {
      const { vantage } = machine;
      await vantage.send(virtual, { ...DATAGRAM, token });
      looks += 1;
      const other = others[looks % others.length];
      const [heard] = await Promise.all([vantage.heard(token), other?.vantage.heard(token)]);
      return heard.length > 0;
    },
  };
}
