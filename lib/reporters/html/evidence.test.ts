import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../core/history.ts';
import { literalHistory } from '../../measures/literal-history.ts';
import { selectEvidence } from './evidence.ts';

const phases = Array.from({ length: 100 }, (_, t): HistoryEvent => {
  return { t, type: 'phase', phase: 'steady' };
});
const { events } = literalHistory(phases);

test('a single piece of evidence is shown with what happened around it', () => {
  expect(selectEvidence({ events }, [50])).toEqual({
    shown: [
      { position: 48, isEvidence: false },
      { position: 49, isEvidence: false },
      { position: 50, isEvidence: true },
      { position: 51, isEvidence: false },
      { position: 52, isEvidence: false },
    ],
    leftOut: 0,
  });
});

test('of much evidence the first and the last is shown, and how much was left out', () => {
  const { shown, leftOut } = selectEvidence({ events }, [...phases.keys()]);
  expect(shown.map(({ position }) => position)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99,
  ]);
  expect(leftOut).toBe(80);
});
