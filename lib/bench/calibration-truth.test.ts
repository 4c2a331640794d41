import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import { seededRandom } from '../core/random.ts';
import { blowAt, literalHistory, probeEvents } from '../measures/literal-history.ts';
import { rtoAll, rtoAny } from '../measures/rto.ts';
import { kinds, type Script, scriptOf } from './calibration-script.ts';
import { expectedRto, type Terms } from './calibration-truth.ts';

const terms: Terms = { intervalMs: 10, deadlineMs: 100, stabilityMs: 1_000 };

/** Between a question and its answer, where the server serves. */
const RTT_MS = 0.3;

const away = (from: number, until: number): Script => [
  { atMs: from, mode: 'refuse' },
  { atMs: until, mode: 'serve' },
];

test('a script without an outage has nothing to recover from', () => {
  expect(expectedRto([], terms)).toBe(0);
});

test('one outage is over when it ends', () => {
  expect(expectedRto(away(0, 700), terms)).toBe(700);
});

test('accepting without an answer is still the outage', () => {
  const script: Script = [
    { atMs: 0, mode: 'refuse' },
    { atMs: 300, mode: 'hold' },
    { atMs: 900, mode: 'serve' },
  ];
  expect(expectedRto(script, terms)).toBe(900);
});

test('outages that follow within the window are one', () => {
  expect(expectedRto([...away(0, 200), ...away(400, 600), ...away(700, 3_000)], terms)).toBe(3_000);
});

test('an outage after the window is another', () => {
  expect(expectedRto([...away(0, 200), ...away(1_210, 1_500)], terms)).toBe(200);
});

test('an outage without end has no recovery', () => {
  expect(expectedRto([{ atMs: 0, mode: 'silent' }], terms)).toBe(Number.POSITIVE_INFINITY);
});

test('an outage that no probe need notice is refused', () => {
  expect(() => expectedRto(away(0, 110), terms)).toThrow(RangeError);
});

test('a pause that is nearly the window is refused', () => {
  expect(() => expectedRto([...away(0, 200), ...away(1_150, 1_500)], terms)).toThrow(RangeError);
});

/** A probe every interval from a second before the script, asked of a server that follows it. */
function idealHistory(script: Script, phaseMs: number, rttMs: number) {
  const start = 1_000;
  const end = start + (script.at(-1)?.atMs ?? 0) + 2 * terms.stabilityMs;
  const count = Math.floor((end - phaseMs) / terms.intervalMs);
  const probes = Array.from({ length: count }, (_, id) => {
    const due = phaseMs + id * terms.intervalMs;
    const answered = Math.max(due, servesFrom(script, due - start) + start);
    return { due, lane: id % 2, after: answered + rttMs - due };
  });
  const events: readonly HistoryEvent[] = [blowAt(start), ...probeEvents(probes)];
  const [header] = literalHistory([]).header.workloads;
  if (header === undefined) throw new RangeError('a literal history has a workload');
  return literalHistory(events, {
    stabilityMs: terms.stabilityMs,
    workloads: [{ ...header, intervalMs: terms.intervalMs, deadlineMs: terms.deadlineMs }],
  });
}

/** The first instant from `at` on at which the server serves. */
function servesFrom(script: Script, at: number): number {
  const modeAt = script.findLast(({ atMs }) => atMs <= at)?.mode ?? 'serve';
  if (modeAt === 'serve') return at;
  return script.find(({ atMs, mode }) => atMs > at && mode === 'serve')?.atMs ?? Infinity;
}

test('the measures find the truth of every kind, whenever the probes are due', () => {
  const shape = fc.record({
    kind: fc.constantFrom(...kinds),
    lengthMs: fc.double({ min: 120, max: 30_000, noNaN: true }),
    lateByMs: fc.constant(150),
  });
  const phase = fc.double({ min: 0, max: terms.intervalMs, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(shape, fc.integer(), phase, (outage, seed, phaseMs) => {
      const script = scriptOf(outage, seededRandom(seed, 'test'));
      const truth = expectedRto(script, terms);
      const history = idealHistory(script, phaseMs, RTT_MS);
      for (const measure of [rtoAll, rtoAny]) {
        const [finding] = measure.of(history);
        const error = finding?.status === 'known' ? finding.value - truth : Number.NaN;
        expect(error).toBeCloseTo(RTT_MS, 2);
      }
    }),
    { numRuns: 50 },
  );
});
