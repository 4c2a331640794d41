import { expect, test } from 'vitest';
import { literalReport, oneKill } from '../literal-report.ts';
import { powerLanes } from './power-lanes.ts';

test('a machine without power is told from one whose services were killed, and from the others', () => {
  const [planned] = literalReport({}).history.header.schedule;
  const schedule =
    planned === undefined ? [] : [{ ...planned, fault: 'power-cycle', lastsMs: 4_000 }];
  const { history: cut } = literalReport({ header: { schedule }, events: oneKill });
  const { history: killed } = literalReport({ events: oneKill });
  expect(powerLanes(cut)).toEqual([
    {
      machine: 'toy-1',
      spans: [
        { from: 1_000, to: 5_000, look: 'blow', label: 'no power' },
        { from: 5_000, to: 6_000, look: 'cure', label: 'starts' },
      ],
    },
    { machine: 'toy-2', spans: [] },
    { machine: 'toy-3', spans: [] },
  ]);
  expect(powerLanes(killed)[0]?.spans).toEqual([
    { from: 1_000, to: 6_000, look: 'blow', label: 'kill' },
  ]);
});

test('a harm that was never seen healed lasts to the end of the recording', () => {
  const { history } = literalReport({
    events: [...oneKill.slice(0, 2), { t: 3_000, type: 'end', outcome: 'interrupted' }],
  });
  expect(powerLanes(history)[0]?.spans).toEqual([
    { from: 1_000, to: 3_000, look: 'blow', label: 'kill' },
  ]);
});
