import type { Clock } from '../core/clock.ts';
import type {
  Datagrams,
  LinkQuality,
  MachineNetwork,
  NetworkRule,
  Receipt,
  Vantage,
} from '../core/network.ts';
import { seededRandom } from '../core/random.ts';

const TRAVEL_MS = 0.05;
const perfect: LinkQuality = {
  delayMs: 0,
  jitterMs: 0,
  loss: 0,
  duplicate: 0,
  reorder: 0,
  corrupt: 0,
  kbitPerSecond: undefined,
};

/** What carries datagrams between toy machines, and what rules do to them. */
export class ToyAir {
  readonly #clock: Clock;
  readonly #random = seededRandom(1, 'air');
  readonly #rules = new Map<string, Map<string, NetworkRule>>();
  readonly #heard = new Map<string, Receipt[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The rules of one machine; `ignore` takes none in. */
  networkOf(machine: string, harms: 'done' | 'ignored'): MachineNetwork {
    const rules = new Map<string, NetworkRule>();
    this.#rules.set(machine, rules);
    const now = async () => ({ at: this.#clock.now(), uncertaintyMs: 0 });
    return {
      impose: (name, rule) => {
        if (harms === 'done') rules.set(name, rule);
        return now();
      },
      lift: (name) => {
        rules.delete(name);
        return now();
      },
    };
  }

  /** A place of this name; its address is the name. */
  vantageOf(name: string): Vantage {
    return {
      name,
      address: name,
      send: (to, datagrams) => this.#send(name, to.name, datagrams),
      heard: async (token) => {
        const key = `${name} ${token}`;
        const receipts = this.#heard.get(key) ?? [];
        this.#heard.delete(key);
        return receipts.toSorted((one, other) => one.receivedAt - other.receivedAt);
      },
    };
  }

  /** Whether frames get from one place to another. */
  carries(from: string, to: string): boolean {
    const out = this.#of(from).every((rule) => {
      if (rule.kind === 'silence') return false;
      return rule.kind !== 'drop' || !rule.to.includes(to);
    });
    const into = this.#of(to).every((rule) => {
      if (rule.kind === 'silence') return false;
      return rule.kind !== 'drop' || !rule.from.includes(from);
    });
    return out && into;
  }

  resets(machine: string, port: number): boolean {
    return this.#of(machine).some((rule) => rule.kind === 'reset' && rule.port === port);
  }

  #of(name: string): readonly NetworkRule[] {
    return [...(this.#rules.get(name)?.values() ?? [])];
  }

  async #send(from: string, to: string, { token, count, gapMs, bytes }: Datagrams): Promise<void> {
    const key = `${to} ${token}`;
    let freeAt = 0;
    for (let sequence = 0; sequence < count; sequence += 1) {
      const sentAt = this.#clock.now() + sequence * gapMs;
      const link = this.#qualityOf(from, to);
      const { kbitPerSecond } = link;
      const serialMs = kbitPerSecond === undefined ? 0 : ((bytes + 42) * 8) / kbitPerSecond;
      freeAt = Math.max(sentAt, freeAt) + serialMs;
      if (!this.carries(from, to) || this.#happens(link.loss)) continue;
      const early = this.#happens(link.reorder);
      const delayMs = early ? 0 : link.delayMs + link.jitterMs * (2 * this.#random.next() - 1);
      const receivedAt = (early ? sentAt : freeAt) + delayMs + TRAVEL_MS;
      const intact = !this.#happens(link.corrupt);
      const receipt = { from, sequence, sentAt, receivedAt, intact };
      const copies = this.#happens(link.duplicate) ? [receipt, receipt] : [receipt];
      this.#heard.set(key, [...(this.#heard.get(key) ?? []), ...copies]);
    }
    await this.#clock.sleep(count * gapMs);
  }

  #qualityOf(from: string, to: string): LinkQuality {
    const rule = this.#of(from).find((one) => one.kind === 'quality' && one.to.includes(to));
    return rule?.kind === 'quality' ? rule.quality : perfect;
  }

  #happens(part: number): boolean {
    return part > 0 && this.#random.next() < part;
  }
}
