import { expect, test } from 'vitest';
import { blowAt, literalHistory } from '../measures/literal-history.ts';
import { doubtsOf } from './doubts.ts';
import type { HistoryEvent, Proof } from './history.ts';

const proof: Proof = { claim: 'a is dead', vantage: 'b', observed: 'it lives', holds: true };
const steady: HistoryEvent = { t: 0, type: 'steadiness', steady: true, detail: '' };
const injected = blowAt(1_000);
const healed: HistoryEvent = { t: 2_000, type: 'healed', index: 0, proofs: [proof] };
const end: HistoryEvent = { t: 3_000, type: 'end', outcome: 'complete' };
const doubts = (...events: readonly HistoryEvent[]) => doubtsOf(literalHistory(events));

test('a complete run with a steady start and proven blows leaves no doubt', () => {
  expect(doubts(steady, injected, healed, end)).toEqual([]);
});

test.each<[string, HistoryEvent[], string]>([
  ['a history without its end', [steady, injected, healed], 'cut off'],
  ['a cluster that nobody saw steady', [injected, healed, end], 'never seen steady'],
  [
    'a cluster that was seen steady before a later blow only',
    [{ ...steady, index: 0 }, injected, healed, end],
    'never seen steady',
  ],
  [
    'an unsteady start',
    [{ ...steady, steady: false, detail: 'x' }, injected, healed, end],
    'not steady',
  ],
  [
    'a blow that waited for a recovery in vain',
    [steady, { ...steady, index: 0, steady: false, detail: 'x' }, end],
    'blow 1 did not fall, as not all was well again',
  ],
  ['a blow that did not happen', [steady, end], 'fault not proven: it did not happen'],
  [
    'a blow that nobody looked at',
    [steady, { ...injected, proofs: [] }, healed, end],
    'nobody looked',
  ],
  [
    'a proof that does not hold',
    [steady, { ...injected, proofs: [{ ...proof, holds: false }] }, healed, end],
    'observed: it lives',
  ],
  ['a cure that is not proven', [steady, injected, end], 'healing not proven'],
] as [string, HistoryEvent[], string][])('%s is in doubt', (_, events, words) => {
  const found = doubts(...events);
  expect(
    found.some((doubt) => doubt.includes(words)),
    found.join('; '),
  ).toBe(true);
});
