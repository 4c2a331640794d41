import { expect, test } from 'vitest';
import { nftCommands, tableOf } from './nft-rules.ts';

const addresses = new Map([
  ['b', ['10.0.0.2']],
  ['c', ['10.0.0.3', '10.9.0.3', 'fd00::3']],
]);

test('what is lost on its way out is lost in silence: a sender that is told of a drop gives up soon', () => {
  const rule = { kind: 'drop', from: ['b'], to: ['b'] } as const;
  const rules = nftCommands(tableOf('cut', rule), rule, addresses)
    .split('; ')
    .filter((command) => command.startsWith('add rule'));
  expect(rules).toEqual([
    'add rule netdev blackstart_cut ingress_eth0 ip saddr { 10.0.0.2 } drop',
    'add rule netdev blackstart_cut ingress_eth0 arp saddr ip { 10.0.0.2 } drop',
    'add rule netdev blackstart_cut egress_eth0 ip daddr { 10.0.0.2 } fwd to "lo"',
    'add rule netdev blackstart_cut egress_eth0 arp daddr ip { 10.0.0.2 } fwd to "lo"',
  ]);
});

test('a peer in two networks, and in both versions of the protocol, is cut at every device', () => {
  const rule = { kind: 'drop', from: ['c'], to: [] } as const;
  const commands = nftCommands(tableOf('cut', rule), rule, addresses, {
    devices: ['eth0', 'eth1'],
  });
  for (const device of ['eth0', 'eth1']) {
    expect(commands).toContain(`hook ingress device "${device}"`);
    for (const match of [
      'ip saddr { 10.0.0.3, 10.9.0.3 }',
      'arp saddr ip { 10.0.0.3, 10.9.0.3 }',
      'ip6 saddr { fd00::3 }',
    ]) {
      expect(commands).toContain(`ingress_${device} ${match} drop`);
    }
  }
  expect(commands).not.toContain('fwd');
});

test('what goes over a poor link leaves by the degrader of its own device', () => {
  const quality = { delayMs: 1, jitterMs: 0, loss: 0, duplicate: 0, reorder: 0, corrupt: 0 };
  const rule = {
    kind: 'quality',
    to: ['b'],
    quality: { ...quality, kbitPerSecond: undefined },
  } as const;
  const via = new Map([
    ['eth0', 'one'],
    ['eth1', 'two'],
  ]);
  const commands = nftCommands(tableOf('slow', rule), rule, addresses, {
    ...{ devices: ['eth0', 'eth1'], via },
  });
  expect(commands).toMatch(/egress_eth0 .*ip daddr \{ 10\.0\.0\.2 \} fwd to "one"/);
  expect(commands).toMatch(/egress_eth1 .*ip daddr \{ 10\.0\.0\.2 \} fwd to "two"/);
});
