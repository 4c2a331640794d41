import type { Vantage } from '../../core/network.ts';
import type { Agent } from '../agent.ts';
import { agentVantage } from '../vantage.ts';
import type { AddressBook } from './address-book.ts';

/** Its agent's, at whatever address it has now; nothing is sent or heard while it does not run. */
export function attachedVantage(
  name: string,
  book: AddressBook,
  agentNow: () => Promise<Agent | undefined>,
): Vantage {
  return {
    name,
    get address() {
      return book.addressOf(name);
    },
    ready: async () => {
      await agentNow();
    },
    meets: (other) => book.addressFrom(name, other.name) !== undefined,
    send: async (to, datagrams) => {
      const agent = await agentNow();
      const address = book.addressFrom(name, to.name);
      if (agent === undefined || address === undefined) return;
      await agentVantage(name, '', agent).send({ ...to, address }, datagrams);
    },
    heard: async (token) => {
      const agent = await agentNow();
      if (agent === undefined) return [];
      const receipts = await agentVantage(name, '', agent).heard(token);
      return receipts.map((receipt) => heardAs(receipt, book));
    },
  };
}

/** By whichever of its addresses one is heard, it is called by the first. */
export function heardAs<Heard extends { readonly from: string }>(
  receipt: Heard,
  book: AddressBook,
): Heard {
  const name = book.nameOf(receipt.from);
  return name === undefined ? receipt : { ...receipt, from: book.addressOf(name) };
}
