import { expect, test } from 'vitest';
import { nftCommands, tableOf } from './nft-rules.ts';

const addresses = new Map([['b', '10.0.0.2']]);

test('what is lost on its way out is lost in silence: a sender that is told of a drop gives up soon', () => {
  const rule = { kind: 'drop', from: ['b'], to: ['b'] } as const;
  const rules = nftCommands(tableOf('cut', rule), rule, addresses)
    .split('; ')
    .filter((command) => command.startsWith('add rule'));
  expect(rules).toEqual([
    'add rule netdev blackstart_cut ingress ip saddr { 10.0.0.2 } drop',
    'add rule netdev blackstart_cut ingress arp saddr ip { 10.0.0.2 } drop',
    'add rule netdev blackstart_cut egress ip daddr { 10.0.0.2 } fwd to "lo"',
    'add rule netdev blackstart_cut egress arp daddr ip { 10.0.0.2 } fwd to "lo"',
  ]);
});
