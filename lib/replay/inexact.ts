import { formatMs } from '../core/duration.ts';
import type { EventOf, History } from '../core/history.ts';
import type { Scenario } from '../core/scenario.ts';
import { type Foreseen, planBlows } from '../run/plan-blows.ts';

/**
 * Where a history can't be repeated exactly, in sentences: what was decided by the system or by time, and
 * not by scenario and seed.
 */
export function inexactIn(history: History, scenario: Scenario): readonly string[] {
  const { events, header } = history;
  const planned = planBlows(scenario, header.seed);
  const ofBlows = planned.flatMap(({ blow, whom }, index) => {
    const fell = events.of('blow').filter((one) => one.index === index);
    if (fell.length === 0) return [`blow ${index + 1} did not fall then`];
    return [
      ...('recoveredWithinMs' in blow.when ? [byRecovery(index, fell, history)] : []),
      ...byWhoever(index, whom, fell),
    ];
  });
  const end = events.of('end').at(-1);
  const clients = header.workloads.reduce((sum, { lanes }) => sum + lanes, 0);
  return [
    ...ofBlows,
    ...(end?.outcome === 'complete' ? [] : [`it did not end then: ${endWords(end)}`]),
    `in which order the operations of ${clients} clients met each other and the blows, to the millisecond`,
  ];
}

type Fallen = readonly EventOf<'blow'>[];

function byRecovery(index: number, [first]: Fallen, { events }: History): string {
  const chaos = events.of('phase').find(({ phase }) => phase === 'chaos')?.t ?? 0;
  const time = first === undefined ? '' : `, at ${formatMs(first.t - chaos)}`;
  return `blow ${index + 1} fell when all was well again${time}: how long that takes is the system's`;
}

function byWhoever(index: number, whom: Foreseen, fell: Fallen): readonly string[] {
  const met = [...new Set(fell.flatMap(({ machines }) => machines))].join(', ') || 'nobody';
  switch (whom.by) {
    case 'name':
    case 'seed':
      return [];
    case 'role':
      return [`blow ${index + 1} met ${met}, by the role it had: who has that is the system's`];
    case 'seed-and-order':
      return [`blow ${index + 1} met ${met}, by the seed and the order in which blows fell`];
  }
}

const endWords = (end: EventOf<'end'> | undefined): string =>
  end === undefined ? 'its history was cut off' : (end.error?.message ?? end.outcome);
