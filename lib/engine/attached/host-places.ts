import { networkInterfaces } from 'node:os';
import type Docker from 'dockerode';
import { CLIENTS, type Receipt, type Vantage } from '../../core/network.ts';
import { overlaps } from '../subnet.ts';
import { hostVantage } from '../vantage.ts';
import type { AddressBook, Placed } from './address-book.ts';
import { heardAs } from './attached-vantage.ts';

/** This host's own addresses in these networks; in a network that leads elsewhere it has none. */
export async function hostPlaces(
  docker: Docker,
  networks: readonly string[],
): Promise<readonly Placed[]> {
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const places = await Promise.all(
    networks.map(async (network) => {
      const { IPAM } = await docker.getNetwork(network).inspect();
      const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
      return own
        .filter(({ family, cidr }) => family === 'IPv4' && cidr !== null)
        .filter(({ address }) => subnets.some((subnet) => overlaps(subnet, `${address}/32`)))
        .map(({ address }) => ({ network, address }));
    }),
  );
  return places.flat();
}

/** This host as a peer of machines in several networks: a place in each. */
export async function hostVantages(
  book: AddressBook,
  places: readonly Placed[],
): Promise<Vantage & Disposable> {
  const own = new Map<string, Vantage & Disposable>();
  for (const { address } of places) {
    // Where another one listens there already, that is the one who hears.
    const vantage = await hostVantage(address).catch(() => undefined);
    if (vantage !== undefined) own.set(address, vantage);
  }
  book.note(
    CLIENTS,
    places.filter(({ address }) => own.has(address)),
  );
  return {
    name: CLIENTS,
    address: book.addressOf(CLIENTS),
    meets: (other) => book.addressFrom(CLIENTS, other.name) !== undefined,
    send: async (to, datagrams) => {
      const address = book.addressFrom(CLIENTS, to.name);
      const from = own.get(book.addressFrom(to.name, CLIENTS) ?? '');
      if (address !== undefined) await from?.send({ ...to, address }, datagrams);
    },
    heard: async (token) => {
      const all: Receipt[] = [];
      for (const vantage of own.values()) all.push(...(await vantage.heard(token)));
      return all.map((receipt) => heardAs(receipt, book));
    },
    [Symbol.dispose]: () => {
      for (const vantage of own.values()) vantage[Symbol.dispose]();
    },
  };
}
