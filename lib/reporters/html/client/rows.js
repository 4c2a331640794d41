/**
 * The rows of the timeline from top to bottom.
 *
 * @typedef {import('../timeline-data.ts').TimelineData} TimelineData
 * @typedef {TimelineData['workloads'][number]} Workload
 * @typedef {TimelineData['machines'][number]} MachineLane
 * @typedef {TimelineData['redundancy'][number]} RedundancyLane
 * @typedef {TimelineData['power'][number]} PowerLane
 *
 * @typedef {{ y: number, height: number, workload?: Workload, system?: string } & (
 *   | { kind: 'phases' | 'blows' | 'axis' }
 *   | { kind: 'caption', text: string, remark: string }
 *   | { kind: 'away', away: Workload['away'], words: string }
 *   | { kind: 'rate' | 'latency' | 'clients', workload: Workload }
 *   | { kind: 'power', lane: PowerLane }
 *   | { kind: 'machine', lane: MachineLane }
 *   | { kind: 'redundancy', lane: RedundancyLane }
 * )} Row
 */

/** Rows of one service are tall, those of many low. */
const TALL = { rate: 132, latency: 132, lane: 20 };
const LOW = { rate: 62, latency: 62, lane: 17 };

/**
 * @param {TimelineData} data
 * @param {string | undefined} service  the only workload that is wanted, with its system
 * @returns {Row[]}
 */
export function rowsOf({ workloads, machines, redundancy, power, bucketMs, blows }, service) {
  const shown = workloads.filter(({ name }) => service === undefined || name === service);
  const all = [...new Set([...machines, ...redundancy].map(({ system }) => system))];
  const wanted = shown.map(({ system }) => system);
  const systems = service === undefined ? all : all.filter((system) => wanted.includes(system));
  const size = shown.length > 1 ? LOW : TALL;
  return stack([
    { kind: 'phases', height: 20 },
    ...(blows.some(({ from }) => from !== undefined) ? [{ kind: 'blows', height: 24 }] : []),
    ...shown.flatMap((workload) => [
      caption(`${workload.name}: operations`, `due per ${bucketMs} ms`, { workload }),
      ...away(workload.away, 'until every client was served', { workload }),
      { kind: 'rate', height: size.rate, workload },
      caption(`${workload.name}: latency`, 'of what was ok', { workload }),
      { kind: 'latency', height: size.latency, workload },
      ...(shown.length > 1 ? [] : clients(workload)),
    ]),
    ...(shown.length > 1 ? [{ kind: 'axis', height: 30 }] : []),
    caption('machines', 'power, and what was done to them'),
    ...power.map((lane) => ({ kind: 'power', height: size.lane, lane })),
    ...systems.flatMap((system) => [
      caption(`${system}: machines`, 'what each says of itself', { system }),
      ...machines
        .filter((lane) => lane.system === system)
        .map((lane) => ({ kind: 'machine', height: size.lane, lane, system })),
      ...redundancy
        .filter((lane) => lane.system === system)
        .flatMap((lane) => [
          ...away(lane.away, 'until redundancy was full again', { system }),
          { kind: 'redundancy', height: size.lane, lane, system },
        ]),
    ]),
    { kind: 'axis', height: 30 },
  ]);
}

/** @param {string} text @param {string} remark @param {object} of  whose row it is */
const caption = (text, remark, of = {}) => ({ kind: 'caption', height: 24, text, remark, ...of });

/** @param {Workload['away']} away @param {string} words @param {object} of */
const away = (away, words, of) =>
  away.length > 0 ? [{ kind: 'away', height: 18, away, words, ...of }] : [];

/** @param {Workload} workload */
const clients = (workload) => [
  caption(`${workload.name}: ${workload.lanes} clients`, 'marked while not served in time', {
    workload,
  }),
  { kind: 'clients', height: Math.min(60, workload.lanes * 6), workload },
];

/** Gives each row its place below the one before. @param {any[]} rows @returns {Row[]} */
function stack(rows) {
  let y = 0;
  return rows.map((row) => {
    y += row.height;
    return { ...row, y: y - row.height };
  });
}
