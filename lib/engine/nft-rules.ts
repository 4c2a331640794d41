import { UsageError } from '../core/errors.ts';
import { CLIENTS, type NetworkRule } from '../core/network.ts';

/** Addresses of peers by name, CLIENTS among them. */
export type Addresses = ReadonlyMap<string, string>;

/** The table that holds one rule: every rule has its own, so that taking it away harms no other. */
export interface RuleTable {
  readonly family: 'netdev' | 'ip';
  readonly name: string;
}

/** The table of a rule of this name. */
export const tableOf = (name: string, rule: Pick<NetworkRule, 'kind'>): RuleTable => ({
  family: rule.kind === 'reset' ? 'ip' : 'netdev',
  name: `blackstart_${name.replaceAll(/[^a-z0-9]/gi, '_')}`,
});

/** Before any other hook of the device: what the machine itself has configured never sees them. */
const PRIORITY = -500;

/**
 * How a packet is lost on its way out. A drop there is told to the sender: TCP then takes it for a lack
 * of buffers, tries again twice a second, and gives the connection up after 8 s, which no lost link does.
 * At the loopback device it arrives as somebody else's, and is thrown away.
 */
const LOSE = 'fwd to "lo"';

/** What wire.c puts on the frames that it sends: they have been treated already. */
const WIRE_MARK = '0x77697265';

/** The nftables commands that put a rule in force; `via` is the device that degrades a link. */
export function nftCommands(
  table: RuleTable,
  rule: NetworkRule,
  addresses: Addresses,
  { via }: { readonly via?: string } = {},
): string {
  const target = `${table.family} ${table.name}`;
  const chain = (name: string, hook: string, more = '') =>
    `add chain ${target} ${name} { type filter hook ${hook} ${more} policy accept; }`;
  const device = (hook: string) => chain(hook, hook, `device "eth0" priority ${PRIORITY};`);
  const add = (hook: string, what: string) => `add rule ${target} ${hook} ${what}`;
  const netdev = [`add table ${target}`, device('ingress'), device('egress')];
  switch (rule.kind) {
    case 'silence':
      return [...netdev, add('ingress', 'drop'), add('egress', 'drop')].join('; ');
    case 'drop':
      return [
        ...netdev,
        ...ofPeers(rule.from, addresses, 'saddr').map((match) => add('ingress', `${match} drop`)),
        ...ofPeers(rule.to, addresses, 'daddr').map((match) => add('egress', `${match} ${LOSE}`)),
        ...announcements(rule.to, addresses).map((match) => add('egress', `${match} ${LOSE}`)),
      ].join('; ');
    case 'reset':
      return [
        `add table ${target}`,
        chain('input', 'input', 'priority 0;'),
        chain('output', 'output', 'priority 0;'),
        add('input', `tcp dport ${rule.port} reject with tcp reset`),
        add('output', `tcp sport ${rule.port} tcp flags & rst != rst reject with tcp reset`),
      ].join('; ');
    case 'quality':
      return [
        `add table ${target}`,
        device('egress'),
        add(
          'egress',
          `meta mark != ${WIRE_MARK} ip daddr ${setOf(rule.to, addresses)} fwd to "${via}"`,
        ),
      ].join('; ');
  }
}

/** IP and ARP alike: a peer whose ARP still answered would not look unreachable. */
function ofPeers(
  names: readonly string[],
  addresses: Addresses,
  end: 'saddr' | 'daddr',
): readonly string[] {
  if (names.length === 0) return [];
  const set = setOf(names, addresses);
  return [`ip ${end} ${set}`, `arp ${end} ip ${set}`];
}

/**
 * What a machine says of a virtual address (gratuitous ARP) is for everybody, and would move clients
 * to a machine that they are cut from. At the machines that hear it nothing tells who said it, so
 * those on its own side miss it, too: they find out when they ask.
 */
function announcements(to: readonly string[], addresses: Addresses): readonly string[] {
  if (!to.includes(CLIENTS)) return [];
  const machines = [...addresses.keys()].filter((name) => name !== CLIENTS);
  return [`ether daddr ff:ff:ff:ff:ff:ff arp saddr ip != ${setOf(machines, addresses)}`];
}

export const setOf = (names: readonly string[], addresses: Addresses): string =>
  `{ ${names.map((name) => addressOf(name, addresses)).join(', ')} }`;

function addressOf(name: string, addresses: Addresses): string {
  const address = addresses.get(name);
  if (address !== undefined) return address;
  const known = [...addresses.keys()].filter((one) => one !== CLIENTS).join(', ');
  throw new UsageError(`expected the name of a peer, found '${name}'; there are: ${known}`, {
    hint: 'Correct it in the schedule of the scenario.',
  });
}
