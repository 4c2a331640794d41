import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/system.ts';

/** How a toy cluster behaves, and misbehaves. */
export interface Dials {
  /** From the death of the primary until another one serves. */
  readonly electionMs: number;
  /** `late` acknowledges before it replicates: what is under way dies with the primary. */
  readonly replication: 'first' | 'late';
  /** `never`: nobody takes over, and the old primary does not either. */
  readonly recovery: 'elects' | 'never';
  /** `two` lets a second machine claim to be primary when a new one is elected. */
  readonly primaries: 'one' | 'two';
  /** `skips` leaves every tenth write out on the last machine. */
  readonly replicas: 'complete' | 'skips';
  /** `applies` does what it told the client had failed. */
  readonly failedWrites: 'refuses' | 'applies';
  /** `lagging` shows what the read before could have seen, `flickering` every second time nothing. */
  readonly reads: 'current' | 'lagging' | 'flickering';
  /** `ignored` makes every fault a no-op. */
  readonly harms: 'done' | 'ignored';
}

export const soundDials: Dials = {
  electionMs: 1_000,
  replication: 'first',
  recovery: 'elects',
  primaries: 'one',
  replicas: 'complete',
  failedWrites: 'refuses',
  reads: 'current',
  harms: 'done',
};

export interface ToyNode {
  readonly name: string;
  running: boolean;
  pid: number;
  exitCode: number | undefined;
  claimsPrimary: boolean;
  /** On disk: survives a process crash. */
  elements: Set<number>;
  readonly deathListeners: Set<() => void>;
}

const SIGKILLED = 137;
const WRITE_MS = 2;
const LATE_REPLICATION_MS = 200;
const SECOND_PRIMARY_MS = 700;

/** Three nodes in memory, one of them primary: the double against which measures are tested. */
export class ToyCluster {
  readonly nodes: readonly ToyNode[];
  readonly #clock: Clock;
  readonly dials: Dials;
  #lastPid = 100;
  #everLed = false;
  #seenByLastRead: readonly number[] = [];
  #reads = 0;

  constructor(names: readonly string[], clock: Clock, dials: Dials) {
    this.#clock = clock;
    this.dials = dials;
    this.nodes = names.map((name) => ({
      name,
      running: false,
      pid: 0,
      exitCode: undefined,
      claimsPrimary: false,
      elements: new Set<number>(),
      deathListeners: new Set(),
    }));
  }

  get running(): readonly ToyNode[] {
    return this.nodes.filter(({ running }) => running);
  }

  get primary(): ToyNode | undefined {
    return this.running.find(({ claimsPrimary }) => claimsPrimary);
  }

  /** Starts a node; it copies what the primary has, or leads if all are there and nobody does. */
  start(node: ToyNode): void {
    this.#lastPid += 1;
    Object.assign(node, { running: true, pid: this.#lastPid });
    const { primary } = this;
    if (primary !== undefined) node.elements = new Set(primary.elements);
    else if (this.running.length === this.nodes.length && this.#mayLead()) {
      this.#lead(fullest(this.running));
    }
  }

  /** Resolves when nothing acknowledged is still on its way to the replicas. */
  async replicated(): Promise<void> {
    await this.#clock.sleep(LATE_REPLICATION_MS);
  }

  /** SIGKILL. */
  kill(node: ToyNode): void {
    this.#die(node, SIGKILLED);
  }

  /** SIGTERM: what was acknowledged is replicated before the process ends. */
  stop(node: ToyNode): void {
    if (node.claimsPrimary) this.#replicateAll(node);
    this.#die(node, 0);
  }

  async add(element: number): Promise<Outcome> {
    const { primary } = this;
    if (primary === undefined) {
      if (this.dials.failedWrites === 'applies') this.#applyEverywhere(element);
      return { type: 'fail', error: { code: 'NO_PRIMARY', message: 'nobody leads' } };
    }
    const { pid } = primary;
    await this.#clock.sleep(WRITE_MS);
    if (primary.pid !== pid) {
      return {
        type: 'info',
        error: { code: 'CONNECTION_LOST', message: `${primary.name} is gone` },
      };
    }
    primary.elements.add(element);
    if (this.dials.replication === 'first') this.#replicate(element);
    else void this.#replicateLate(primary, element);
    return { type: 'ok', machine: primary.name };
  }

  async read(): Promise<Outcome> {
    const { primary } = this;
    if (primary === undefined) {
      return { type: 'fail', error: { code: 'NO_PRIMARY', message: 'nobody leads' } };
    }
    const current = [...primary.elements];
    const shown = {
      current,
      lagging: this.#seenByLastRead,
      flickering: this.#reads % 2 === 1 ? [] : current,
    }[this.dials.reads];
    this.#seenByLastRead = current;
    this.#reads += 1;
    return { type: 'ok', machine: primary.name, value: [...shown] };
  }

  #die(node: ToyNode, exitCode: number): void {
    const led = node.claimsPrimary;
    Object.assign(node, { running: false, pid: 0, claimsPrimary: false, exitCode });
    for (const listener of node.deathListeners) listener();
    if (led && this.dials.recovery === 'elects') void this.#elect();
  }

  async #elect(): Promise<void> {
    await this.#clock.sleep(this.dials.electionMs);
    const [first, second] = this.running;
    if (first === undefined || this.primary !== undefined) return;
    this.#lead(first);
    if (this.dials.primaries === 'one' || second === undefined) return;
    second.claimsPrimary = true;
    await this.#clock.sleep(SECOND_PRIMARY_MS);
    second.claimsPrimary = false;
  }

  #mayLead(): boolean {
    return this.dials.recovery === 'elects' || !this.#everLed;
  }

  #lead(leader: ToyNode): void {
    this.#everLed = true;
    leader.claimsPrimary = true;
    for (const node of this.running) node.elements = new Set(leader.elements);
  }

  #replicate(element: number): void {
    const skipping = this.dials.replicas === 'skips' && element % 10 === 0;
    const reached = skipping ? this.running.slice(0, -1) : this.running;
    for (const node of reached) node.elements.add(element);
  }

  async #replicateLate(primary: ToyNode, element: number): Promise<void> {
    await this.#clock.sleep(LATE_REPLICATION_MS);
    if (primary.running && primary.claimsPrimary) this.#replicate(element);
  }

  #replicateAll(primary: ToyNode): void {
    for (const element of primary.elements) this.#replicate(element);
  }

  #applyEverywhere(element: number): void {
    for (const node of this.running) node.elements.add(element);
  }
}

const fullest = (nodes: readonly ToyNode[]): ToyNode =>
  nodes.reduce((best, node) => (node.elements.size > best.elements.size ? node : best));
