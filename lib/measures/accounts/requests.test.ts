import { describe, expect, test } from 'vitest';
import type { Measure } from '../../core/measure.ts';
import { failedRequests } from '../failed-requests.ts';
import { historyOfLoad, type LiteralOperation, operationEvents } from '../literal-history.ts';
import { lostWrites } from '../lost-writes.ts';
import { misrouted } from '../misrouted.ts';

const request = (
  backend: string | null,
  status: number | null,
  changes: Partial<LiteralOperation> & { readonly expected?: string[] } = {},
): LiteralOperation => {
  const { expected, ...rest } = changes;
  const answer = { backend, status, ...(expected === undefined ? {} : { expected }) };
  return { f: 'get', value: null, answer, ...rest };
};

const refused: LiteralOperation = { f: 'get', value: '/', type: 'fail' };

const measure = ({ of }: Measure, operations: readonly LiteralOperation[]) =>
  of(historyOfLoad('requests', operationEvents(operations)));

describe('failed requests', () => {
  test('are those that were refused or answered with an error, by status', () => {
    const operations = [
      request('web-1', 200),
      request(null, 503, { type: 'fail' }),
      refused,
      request(null, 503, { type: 'fail' }),
      request(null, null, { type: 'info' }),
    ];
    expect(measure(failedRequests, operations)).toEqual([
      {
        status: 'known',
        subject: { workload: 'load' },
        value: 3,
        resolution: 0,
        evidence: [3, 5, 7],
        note: 'of 5 requests; without a status: 1; 503: 2; of unknown fate: 1',
      },
    ]);
  });

  test('what nobody asked for is unknown', () => {
    expect(measure(failedRequests, [])).toMatchObject([
      { status: 'unknown', reason: 'no request was ever due' },
    ]);
  });
});

describe('misrouted', () => {
  test('are answers, refusals too, of who must not answer', () => {
    const operations = [
      request('web-1', 200, { expected: ['web-1', 'web-2'] }),
      request('web-3', 200, { expected: ['web-1', 'web-2'] }),
      request('web-3', 503, { expected: ['web-1'], type: 'fail' }),
      request('web-3', 200),
    ];
    expect(measure(misrouted, operations)).toEqual([
      {
        status: 'known',
        subject: { workload: 'load' },
        value: 2,
        resolution: 0,
        evidence: [3, 5],
        note: '#1 by web-3, expected web-1 or web-2; #2 by web-3, expected web-1; answered by web-1: 1, web-3: 3',
      },
    ]);
  });

  test('an answer of unknown fate is held against nobody', () => {
    const doubtful = request('web-3', 200, { expected: ['web-1'], type: 'info' });
    const sound = request('web-1', 200, { expected: ['web-1'] });
    expect(measure(misrouted, [sound, doubtful])).toMatchObject([{ value: 0 }]);
  });

  test('where no answer says who may give it, nothing is known', () => {
    expect(measure(misrouted, [request('web-1', 200), refused])).toMatchObject([
      { status: 'unknown', reason: 'no answer says both who gave it and who may give it' },
    ]);
  });
});

test('requests keep nothing that could be lost', () => {
  expect(measure(lostWrites, [request('web-1', 200)])).toEqual([]);
});

test('an answer in other words makes it unknown', () => {
  const strange = { f: 'get', value: null, answer: 'hello' };
  for (const one of [failedRequests, misrouted]) {
    expect(measure(one, [strange])).toMatchObject([
      { status: 'unknown', reason: expect.stringContaining('none of the vocabulary requests') },
    ]);
  }
});
