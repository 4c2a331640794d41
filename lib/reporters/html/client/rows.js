/**
 * The rows of the timeline from top to bottom.
 *
 * @typedef {import('../timeline-data.ts').TimelineData} TimelineData
 * @typedef {TimelineData['workloads'][number]} Workload
 * @typedef {TimelineData['machines'][number]} MachineLane
 * @typedef {TimelineData['redundancy'][number]} RedundancyLane
 *
 * @typedef {{ y: number, height: number } & (
 *   | { kind: 'phases' | 'blows' | 'axis' }
 *   | { kind: 'caption', text: string, remark: string }
 *   | { kind: 'away', away: Workload['away'], words: string }
 *   | { kind: 'rate' | 'latency' | 'clients', workload: Workload }
 *   | { kind: 'machine', lane: MachineLane }
 *   | { kind: 'redundancy', lane: RedundancyLane }
 * )} Row
 */

/** @param {TimelineData} data @returns {Row[]} */
export function rowsOf({ workloads, machines, redundancy, bucketMs, blows }) {
  const systems = [...new Set([...machines, ...redundancy].map(({ system }) => system))];
  return stack([
    { kind: 'phases', height: 20 },
    ...(blows.some(({ from }) => from !== undefined) ? [{ kind: 'blows', height: 24 }] : []),
    ...workloads.flatMap((workload) => [
      caption(`${workload.name}: operations`, `due per ${bucketMs} ms`),
      ...away(workload.away, 'until every client was served'),
      { kind: 'rate', height: 132, workload },
      caption(`${workload.name}: latency`, 'of what was ok'),
      { kind: 'latency', height: 132, workload },
      caption(`${workload.name}: ${workload.lanes} clients`, 'marked while not served in time'),
      { kind: 'clients', height: Math.min(60, workload.lanes * 6), workload },
    ]),
    ...systems.flatMap((system) => [
      caption(`${system}: machines`, 'what each says of itself'),
      ...machines
        .filter((lane) => lane.system === system)
        .map((lane) => ({ kind: 'machine', height: 20, lane })),
      ...redundancy
        .filter((lane) => lane.system === system)
        .flatMap((lane) => [
          ...away(lane.away, 'until redundancy was full again'),
          { kind: 'redundancy', height: 20, lane },
        ]),
    ]),
    { kind: 'axis', height: 30 },
  ]);
}

/** @param {string} text @param {string} remark */
const caption = (text, remark) => ({ kind: 'caption', height: 26, text, remark });

/** @param {Workload['away']} away @param {string} words */
const away = (away, words) => (away.length > 0 ? [{ kind: 'away', height: 18, away, words }] : []);

/** Gives each row its place below the one before. @param {any[]} rows @returns {Row[]} */
function stack(rows) {
  let y = 0;
  return rows.map((row) => {
    y += row.height;
    return { ...row, y: y - row.height };
  });
}
