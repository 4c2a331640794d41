import { HarnessError } from '../core/errors.ts';
import type { Instant } from '../core/instant.ts';
import type { LinkQuality, MachineNetwork, NetworkRule } from '../core/network.ts';
import type { Agent } from './agent.ts';
import {
  type Addresses,
  addressesOf,
  nftCommands,
  type RuleTable,
  tableOf,
  USUAL_DEVICES,
} from './nft-rules.ts';

/** What degrades links here: the kernel's own netem, or our program on a TAP device. */
export type LinkDegrader = 'netem' | 'wire' | 'none';

export interface MachineNetworkOptions {
  readonly agent: Agent;
  readonly machine: string;
  readonly addresses: Addresses;
  readonly degrader: LinkDegrader;
  /** What it sends and receives through. */
  readonly devices?: readonly string[];
}

/** A machine's network through its agent. Every rule lies in a table of its own. */
export function machineNetwork(options: MachineNetworkOptions): MachineNetwork {
  const { agent, machine, addresses, degrader, devices = USUAL_DEVICES } = options;
  const imposed = new Map<string, { readonly table: RuleTable; readonly rule: NetworkRule }>();
  let links = 0;
  return {
    impose: async (name, rule, { notBefore } = {}) => {
      const table = tableOf(name, rule);
      imposed.set(name, { table, rule });
      if (rule.kind !== 'quality') {
        return agent.nft(nftCommands(table, rule, addresses, { devices }), { notBefore });
      }
      if (degrader === 'netem') return imposeNetem(agent, rule, addresses, devices);
      if (degrader === 'none') throw cannotDegrade(machine);
      const via = new Map<string, string>();
      for (const device of devices) {
        links += 1;
        const tap = `bslink${links}`;
        const words = ['wire', '--out', device, '--tap', tap, ...wireWords(rule.quality)];
        await agent.spawn(wireName(name, device), words);
        via.set(device, tap);
      }
      return agent.nft(nftCommands(table, rule, addresses, { devices, via }), { notBefore });
    },
    lift: async (name) => {
      const found = imposed.get(name);
      if (found === undefined) return agent.nft('list tables');
      const { table, rule } = found;
      const lifted =
        rule.kind === 'quality' && degrader === 'netem'
          ? await liftNetem(agent, devices)
          : // Added first, so that deleting it is no error where its harm never got that far.
            await agent.nft(
              `add table ${table.family} ${table.name}; delete table ${table.family} ${table.name}`,
            );
      if (rule.kind === 'quality') {
        for (const device of devices) await agent.end(wireName(name, device));
      }
      imposed.delete(name);
      return lifted;
    },
  };
}

const wireName = (rule: string, device: string): string => `${rule}_${device}`;

const cannotDegrade = (machine: string): HarnessError =>
  new HarnessError('CAPABILITY', `the links of ${machine} can't be degraded on this kernel`, {
    hint: 'Run `blackstart doctor`: it names what the kernel lacks.',
  });

/** The program's options: see wire.c, whose words mean what netem's do. */
function wireWords(quality: LinkQuality): readonly string[] {
  const { delayMs, jitterMs, loss, duplicate, reorder, corrupt, kbitPerSecond } = quality;
  const words = [
    ['--delay-us', Math.round(delayMs * 1_000)],
    ['--jitter-us', Math.round(jitterMs * 1_000)],
    ['--loss', loss],
    ['--duplicate', duplicate],
    ['--reorder', reorder],
    ['--corrupt', corrupt],
    ['--rate-kbit', kbitPerSecond ?? 0],
  ] as const;
  return words.flatMap(([option, value]) => (value === 0 ? [] : [option, String(value)]));
}

/** tc-netem(8) on a band of its own, with a filter for each peer: other traffic passes as before. */
async function imposeNetem(
  agent: Agent,
  { to, quality }: Extract<NetworkRule, { kind: 'quality' }>,
  addresses: Addresses,
  devices: readonly string[],
): Promise<Instant> {
  const tc = (text: string) => run(agent, ['tc', ...text.split(' ')]);
  const all = to.flatMap((name) => addressesOf(name, addresses));
  for (const device of devices) {
    const bands = 'bands 4 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0';
    await tc(`qdisc add dev ${device} root handle 1: prio ${bands}`);
    await tc(`qdisc add dev ${device} parent 1:4 handle ${NETEM}: netem ${netemWords(quality)}`);
    for (const address of all) {
      await tc(`filter add dev ${device} ${filterWords(address)} flowid 1:4`);
    }
  }
  return agent.nft('list tables');
}

/** What our netem is called: what is called so is ours. */
export const NETEM = '40';

/** Filters of one priority are of one protocol. */
const filterWords = (address: string): string =>
  address.includes(':')
    ? `protocol ipv6 parent 1: prio 2 u32 match ip6 dst ${address}/128`
    : `protocol ip parent 1: prio 1 u32 match ip dst ${address}/32`;

async function liftNetem(agent: Agent, devices: readonly string[]): Promise<Instant> {
  for (const device of devices) {
    await agent.exec(['tc', 'qdisc', 'del', 'dev', device, 'root']);
  }
  return agent.nft('list tables');
}

/** As tc-netem(8) writes them. */
export function netemWords(quality: LinkQuality): string {
  const { delayMs, jitterMs, loss, duplicate, reorder, corrupt, kbitPerSecond } = quality;
  const percent = (part: number) => `${Number((part * 100).toFixed(4))}%`;
  return [
    'limit 10000',
    ...(delayMs > 0 ? [`delay ${delayMs}ms${jitterMs > 0 ? ` ${jitterMs}ms` : ''}`] : []),
    ...(loss > 0 ? [`loss random ${percent(loss)}`] : []),
    ...(duplicate > 0 ? [`duplicate ${percent(duplicate)}`] : []),
    ...(reorder > 0 ? [`reorder ${percent(reorder)}`] : []),
    ...(corrupt > 0 ? [`corrupt ${percent(corrupt)}`] : []),
    ...(kbitPerSecond === undefined ? [] : [`rate ${kbitPerSecond}kbit`]),
  ].join(' ');
}

async function run(agent: Agent, words: readonly string[]): Promise<void> {
  const { exitCode, output } = await agent.exec(words);
  if (exitCode === 0) return;
  throw new HarnessError('NETWORK', `${words.join(' ')}: ${output.trim()}`, {
    hint: 'Run `blackstart doctor`.',
  });
}
