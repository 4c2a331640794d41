import { expect, test } from 'vitest';
import type { HistoryEvent } from '../core/history.ts';
import type { Machine } from '../core/machine.ts';
import type { Observation, System } from '../core/system.ts';
import { startTimeline } from '../core/timeline.ts';
import { soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { startObserver } from './observer.ts';

const primary = (name: string): Observation => ({
  ...{ reachable: true, role: 'primary', members: [name], state: {} },
});

test('redundancy is told of machines in their order, whoever answers first', async () => {
  const clock = virtualClock();
  const [toy] = toyTopology(new ToyCluster(['a', 'b', 'c'], clock, soundDials)).systems;
  if (toy === undefined) throw new Error('a toy has a system');
  const slowness = new Map([
    ['a', 30],
    ['b', 20],
    ['c', 10],
  ]);
  const system: System = {
    ...toy,
    watch: ({ name }) => ({
      observe: async () => {
        await clock.sleep(slowness.get(name) ?? 0);
        return primary(name);
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
    redundancy: (seen) => ({ full: false, detail: [...seen.keys()].join(' and ') }),
  };
  const machines = [...slowness.keys()].map((name) => ({ name }) as Machine);
  const events: HistoryEvent[] = [];
  const recorder = { record: (event: HistoryEvent) => void events.push(event) };
  await clock.run(async () => {
    const timeline = startTimeline(clock);
    await using _ = startObserver({ clock, timeline, recorder, system, machines, everyMs: 100 });
    await clock.sleep(300);
  });
  const details = events.flatMap((event) => (event.type === 'redundancy' ? event.detail : []));
  expect(new Set(details)).toEqual(new Set(['a and b and c']));
});
