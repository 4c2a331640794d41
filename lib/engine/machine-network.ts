import { HarnessError } from '../core/errors.ts';
import type { Instant } from '../core/instant.ts';
import type { LinkQuality, MachineNetwork, NetworkRule } from '../core/network.ts';
import type { Agent } from './agent.ts';
import { type Addresses, nftCommands, type RuleTable, tableOf } from './nft-rules.ts';

/** What degrades links here: the kernel's own netem, or our program on a TAP device. */
export type LinkDegrader = 'netem' | 'wire' | 'none';

export interface MachineNetworkOptions {
  readonly agent: Agent;
  readonly machine: string;
  readonly addresses: Addresses;
  readonly degrader: LinkDegrader;
}

/** A machine's network through its agent. Every rule lies in a table of its own. */
export function machineNetwork(options: MachineNetworkOptions): MachineNetwork {
  const { agent, machine, addresses, degrader } = options;
  const imposed = new Map<string, { readonly table: RuleTable; readonly rule: NetworkRule }>();
  let links = 0;
  return {
    impose: async (name, rule, { notBefore } = {}) => {
      const table = tableOf(name, rule);
      imposed.set(name, { table, rule });
      if (rule.kind !== 'quality') {
        return agent.nft(nftCommands(table, rule, addresses), { notBefore });
      }
      if (degrader === 'netem') return imposeNetem(agent, rule, addresses);
      if (degrader === 'none') throw cannotDegrade(machine);
      links += 1;
      const via = `bslink${links}`;
      await agent.spawn(name, ['wire', '--out', 'eth0', '--tap', via, ...wireWords(rule.quality)]);
      return agent.nft(nftCommands(table, rule, addresses, { via }), { notBefore });
    },
    lift: async (name) => {
      const found = imposed.get(name);
      if (found === undefined) return agent.nft('list tables');
      const { table, rule } = found;
      const lifted =
        rule.kind === 'quality' && degrader === 'netem'
          ? await liftNetem(agent)
          : // Added first, so that deleting it is no error where its harm never got that far.
            await agent.nft(
              `add table ${table.family} ${table.name}; delete table ${table.family} ${table.name}`,
            );
      if (rule.kind === 'quality') await agent.end(name);
      imposed.delete(name);
      return lifted;
    },
  };
}

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
): Promise<Instant> {
  const tc = (text: string) => run(agent, ['tc', ...text.split(' ')]);
  await tc(
    'qdisc add dev eth0 root handle 1: prio bands 4 priomap 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
  );
  await tc(`qdisc add dev eth0 parent 1:4 handle 40: netem ${netemWords(quality)}`);
  for (const name of to) {
    const match = `match ip dst ${addresses.get(name)}/32`;
    await tc(`filter add dev eth0 protocol ip parent 1: prio 1 u32 ${match} flowid 1:4`);
  }
  return agent.nft('list tables');
}

async function liftNetem(agent: Agent): Promise<Instant> {
  await agent.exec(['tc', 'qdisc', 'del', 'dev', 'eth0', 'root']);
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
