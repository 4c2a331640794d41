import type { Events, Header } from './history.ts';

/**
 * The header with what was ordered while the run went on: blows after those that were planned, and
 * workloads that it does not name. Who reads a history need not know who planned it.
 */
export function withOrders(header: Header, events: Events): Header {
  const blows = events.of('ordered').map(({ blow }) => blow);
  const begun = events.of('load').flatMap(({ facts }) => (facts === undefined ? [] : [facts]));
  if (blows.length + begun.length === 0) return header;
  const workloads = new Map([...header.workloads, ...begun].map((one) => [one.name, one]));
  return {
    ...header,
    schedule: [...header.schedule, ...blows],
    workloads: [...workloads.values()],
  };
}
