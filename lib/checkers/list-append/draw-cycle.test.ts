import { expect, test } from 'vitest';
import { checkListAppend } from './check.ts';
import { drawCycle } from './draw-cycle.ts';
import { append, read, transaction } from './literal-transactions.ts';

const history = [
  transaction(1, [append(1, 5), append(2, 6)]),
  transaction(2, [read(1), read(2, 6)]),
];
const [readSkew] = checkListAppend(history, { level: 'serializable' }).anomalies;

test('a cycle is drawn with its transactions, its steps and the colour of the text around', () => {
  const svg = readSkew === undefined ? '' : drawCycle(readSkew);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
  expect(svg).toContain('<title>G-single: T1, T2</title>');
  expect(svg.match(/<rect /g)).toHaveLength(2);
  expect(svg.match(/<polygon /g)).toHaveLength(2);
  for (const words of ['>wr key 2<', '>saw 6<', '>rw key 1<', '>did not see 5<']) {
    expect(svg).toContain(words);
  }
  expect(svg).not.toMatch(/NaN|undefined|#[0-9a-f]{3}/i);
});

test('what comes from outside is escaped', () => {
  const hostile = '<script>"&' as unknown as number;
  const cycle = [
    { from: 1, to: 2, kind: 'rw', key: hostile, values: [hostile], explanation: '' },
    { from: 2, to: 1, kind: 'realtime', values: [], explanation: '' },
  ] as const;
  const svg = drawCycle({
    type: 'G-single-realtime',
    violation: true,
    transactions: [1, 2],
    explanation: '',
    cycle,
  });
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;');
  expect(svg, 'orders are dashed').toContain('stroke-dasharray');
});

test('what is no cycle has no drawing', () => {
  const [garbage] = checkListAppend([transaction(1, [read(1, 1)])], {
    level: 'serializable',
  }).anomalies;
  expect(garbage === undefined ? undefined : drawCycle(garbage)).toBe('');
});
