import { UsageError } from '../core/errors.ts';
import { CLIENTS, type NetworkRule } from '../core/network.ts';

/** Addresses of peers by name, CLIENTS among them; of each that of every network that it is in. */
export type Addresses = ReadonlyMap<string, readonly string[]>;

/** The table that holds one rule: every rule has its own, so that taking it away harms no other. */
export interface RuleTable {
  readonly family: 'netdev' | 'ip';
  readonly name: string;
}

/** What the names of all our tables begin with. */
export const RULES = 'blackstart_';

/** The table of a rule of this name. */
export const tableOf = (name: string, rule: Pick<NetworkRule, 'kind'>): RuleTable => ({
  family: rule.kind === 'reset' ? 'ip' : 'netdev',
  name: `${RULES}${name.replaceAll(/[^a-z0-9]/gi, '_')}`,
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

/** What a machine sends and receives through, as it calls it: of most there is one. */
export const USUAL_DEVICES: readonly string[] = ['eth0'];

export interface RuleOptions {
  readonly devices?: readonly string[];
  /** The devices that degrade a link, by those that it leaves through. */
  readonly via?: ReadonlyMap<string, string>;
}

/** The nftables commands that put a rule in force. */
export function nftCommands(
  table: RuleTable,
  rule: NetworkRule,
  addresses: Addresses,
  { devices = USUAL_DEVICES, via = new Map() }: RuleOptions = {},
): string {
  const target = `${table.family} ${table.name}`;
  const add = (chain: string, what: string) => `add rule ${target} ${chain} ${what}`;
  const chain = (name: string, hook: string, more: string) =>
    `add chain ${target} ${name} { type filter hook ${hook} ${more} policy accept; }`;
  /** What one device does with what comes in, or goes out. */
  const at = (hook: 'ingress' | 'egress', device: string, doing: readonly string[]) => [
    chain(`${hook}_${device}`, hook, `device "${device}" priority ${PRIORITY};`),
    ...doing.map((what) => add(`${hook}_${device}`, what)),
  ];
  const parts = (): readonly string[] => {
    switch (rule.kind) {
      case 'silence':
        return devices.flatMap((device) => [
          ...at('ingress', device, ['drop']),
          ...at('egress', device, ['drop']),
        ]);
      case 'drop': {
        const lost = [
          ...ofPeers(rule.to, addresses, 'daddr'),
          ...announcements(rule.to, addresses),
        ];
        return devices.flatMap((device) => [
          ...at(
            'ingress',
            device,
            ofPeers(rule.from, addresses, 'saddr').map((match) => `${match} drop`),
          ),
          ...at(
            'egress',
            device,
            lost.map((match) => `${match} ${LOSE}`),
          ),
        ]);
      }
      case 'reset':
        return [
          chain('input', 'input', 'priority 0;'),
          chain('output', 'output', 'priority 0;'),
          add('input', `tcp dport ${rule.port} reject with tcp reset`),
          add('output', `tcp sport ${rule.port} tcp flags & rst != rst reject with tcp reset`),
        ];
      case 'quality':
        return devices.flatMap((device) =>
          at(
            'egress',
            device,
            packetsOf(rule.to, addresses, 'daddr').map(
              (match) => `meta mark != ${WIRE_MARK} ${match} fwd to "${via.get(device)}"`,
            ),
          ),
        );
    }
  };
  return [`add table ${target}`, ...parts()].join('; ');
}

type End = 'saddr' | 'daddr';

/** Packets and ARP alike: a peer whose ARP still answered would not look unreachable. */
function ofPeers(names: readonly string[], addresses: Addresses, end: End): readonly string[] {
  const own = versions(names, addresses).four;
  return [
    ...packetsOf(names, addresses, end),
    ...(own.length === 0 ? [] : [`arp ${end} ip ${setOf(own)}`]),
  ];
}

function packetsOf(names: readonly string[], addresses: Addresses, end: End): readonly string[] {
  const { four, six } = versions(names, addresses);
  return [
    ...(four.length === 0 ? [] : [`ip ${end} ${setOf(four)}`]),
    ...(six.length === 0 ? [] : [`ip6 ${end} ${setOf(six)}`]),
  ];
}

/**
 * What a machine says of a virtual address (gratuitous ARP) is for everybody, and would move clients
 * to a machine that they are cut from. At the machines that hear it nothing tells who said it, so
 * those on its own side miss it, too: they find out when they ask.
 */
function announcements(to: readonly string[], addresses: Addresses): readonly string[] {
  if (!to.includes(CLIENTS)) return [];
  const machines = [...addresses.keys()].filter((name) => name !== CLIENTS);
  const { four } = versions(machines, addresses);
  return [`ether daddr ff:ff:ff:ff:ff:ff arp saddr ip != ${setOf(four)}`];
}

const setOf = (some: readonly string[]): string => `{ ${some.join(', ')} }`;

/** The addresses of these peers, by the version of the protocol. */
function versions(
  names: readonly string[],
  addresses: Addresses,
): Readonly<Record<'four' | 'six', readonly string[]>> {
  const all = names.flatMap((name) => addressesOf(name, addresses));
  return {
    four: all.filter((address) => !address.includes(':')),
    six: all.filter((address) => address.includes(':')),
  };
}

export function addressesOf(name: string, addresses: Addresses): readonly string[] {
  const own = addresses.get(name);
  if (own !== undefined) return own;
  const known = [...addresses.keys()].filter((one) => one !== CLIENTS).join(', ');
  throw new UsageError(`expected the name of a peer, found '${name}'; there are: ${known}`, {
    hint: 'Correct it in the schedule of the scenario.',
  });
}
