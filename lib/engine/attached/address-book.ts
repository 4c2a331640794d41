import type { Addresses } from '../nft-rules.ts';

/** An address, and the network that it is in. */
export interface Placed {
  readonly network: string;
  readonly address: string;
}

/** Where each machine was last seen: somebody else's containers may have other addresses after a start. */
export class AddressBook {
  readonly #places = new Map<string, readonly Placed[]>();
  readonly #addresses = new Map<string, readonly string[]>();

  /** Addresses by name, as they are at the moment of asking. */
  get addresses(): Addresses {
    return this.#addresses;
  }

  /** Whether that is news. One that is nowhere, as it does not run, is where it was. */
  note(name: string, places: readonly Placed[]): boolean {
    const known = this.#addresses.get(name);
    if (places.length === 0 && known !== undefined) return false;
    const addresses = places.map(({ address }) => address);
    if (known?.join() === addresses.join()) return false;
    this.#places.set(name, places);
    this.#addresses.set(name, addresses);
    return true;
  }

  /** What it is called by from anywhere; empty where it has no address. */
  addressOf(name: string): string {
    return this.#four(name)[0]?.address ?? '';
  }

  /** Where one is found from the place of another one. */
  addressFrom(from: string, to: string): string | undefined {
    const networks = this.#four(from).map(({ network }) => network);
    return this.#four(to).find(({ network }) => networks.includes(network))?.address;
  }

  nameOf(address: string): string | undefined {
    return [...this.#addresses].find(([, own]) => own.includes(address))?.[0];
  }

  /** Of version 4: the agents speak that alone. */
  #four(name: string): readonly Placed[] {
    return (this.#places.get(name) ?? []).filter(({ address }) => !address.includes(':'));
  }
}
