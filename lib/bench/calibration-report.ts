import Table from 'cli-table3';
import { formatMs } from '../core/duration.ts';
import type { Finding } from '../core/measure.ts';
import type { Calibration } from './calibration.ts';
import type { Reading } from './calibration-reading.ts';
import { kinds } from './calibration-script.ts';
import { INTERVAL_MS } from './calibration-trial.ts';

/** What a reported RTO may be off by: one probe interval, and 5 ms for everything else. */
const BOUND_MS = INTERVAL_MS + 5;

/** The error's distribution, how many trials are within the bound, and why the others are not. */
export function calibrationReport({ readings, vitals }: Calibration): string {
  const backOffs = [...new Set(readings.map(({ trial }) => trial.backOffMs))].join(', ');
  return [
    `Reported RTO less the truth, when the script's outage is over for good (${readings.length} outages):`,
    errorTable(readings),
    `Probes every ${INTERVAL_MS} ms; lanes connect again every ${backOffs} ms: both are in the error.`,
    'How late the harness and its servers were themselves, in the worst case of each outage:',
    `  a probe after it was due: ${spread(readings, ({ operatorLateMs }) => operatorLateMs)}`,
    `  the same around the return: ${spread(readings, ({ lateAtReturnMs }) => lateAtReturnMs)}`,
    `  the server with its return: ${spread(readings, ({ serverLateMs }) => serverLateMs)}`,
    `  this process: event loop ${formatMs(vitals.loopDelayMaxMs)} at most; processors: ${vitals.cpuPressurePercent ?? '?'} % of the last 10 s somebody waited for one`,
    `An RTO is within one probe interval + 5 ms of the truth (${BOUND_MS} ms): ${verdict(readings)}`,
    ...readings.filter((reading) => !isWithin(reading)).map(story),
  ].join('\n');
}

/** Where every RTO of it is as near the truth as the bound wants. */
function isWithin({ all, any, truthMs }: Reading): boolean {
  return [all, any].every((finding) => Math.abs(errorOf(finding, truthMs)) <= BOUND_MS);
}

/** What a measure is off by, ms; Infinity where it has no number. */
function errorOf(finding: Finding, truthMs: number): number {
  return finding.status === 'known' ? finding.value - truthMs : Number.POSITIVE_INFINITY;
}

const allError = ({ all, truthMs }: Reading): number => errorOf(all, truthMs);
const anyError = ({ any, truthMs }: Reading): number => errorOf(any, truthMs);

function verdict(readings: readonly Reading[]): string {
  const within = readings.filter(isWithin).length;
  return `${within} of ${readings.length} ${within === readings.length ? 'hold' : 'HOLD, NOT ALL'}`;
}

function errorTable(readings: readonly Reading[]): string {
  const head = ['error of', 'outages', 'within', 'min', 'p5', 'median', 'p95', 'max'];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const kind of kinds) {
    const own = readings.filter(({ trial }) => trial.kind === kind);
    table.push([`rto.all, ${kind}`, ...distribution(own.map(allError))]);
  }
  table.push(['rto.all', ...distribution(readings.map(allError))]);
  table.push(['rto.any', ...distribution(readings.map(anyError))]);
  const served = readings.map((reading) => allError(reading) - reading.serverLateMs);
  table.push(['rto.all, less the server’s own', ...distribution(served)]);
  return table.toString();
}

/** By nearest rank. */
function distribution(errors: readonly number[]): readonly string[] {
  const sorted = errors.toSorted((one, other) => one - other);
  const at = (p: number) => sorted[Math.max(1, Math.ceil(sorted.length * p)) - 1] ?? Number.NaN;
  const within = errors.filter((error) => Math.abs(error) <= BOUND_MS).length;
  return [
    String(errors.length),
    String(within),
    ...[0, 0.05, 0.5, 0.95, 1].map((p) => `${at(p).toFixed(2)} ms`),
  ];
}

function spread(readings: readonly Reading[], of: (reading: Reading) => number): string {
  const sorted = readings.map(of).toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  return `median ${formatMs(median)}, at most ${formatMs(sorted.at(-1) ?? Number.NaN)}`;
}

function story(reading: Reading): string {
  const { trial, truthMs, reconnectedMs, lateAtReturnMs, serverLateMs, answers } = reading;
  const counts = Object.entries(answers).map(([what, count]) => `${count} ${what}`);
  return [
    `  #${trial.index} ${trial.kind}, ${formatMs(trial.lengthMs)}: truth ${truthMs.toFixed(1)} ms;`,
    `all ${told(reading.all, truthMs)}, any ${told(reading.any, truthMs)};`,
    `server back ${formatMs(serverLateMs)} late, operator then up to ${formatMs(lateAtReturnMs)};`,
    ...(reconnectedMs === undefined ? [] : [`connected again after ${formatMs(reconnectedMs)};`]),
    `probes: ${counts.join(', ')}`,
  ].join(' ');
}

function told(finding: Finding, truthMs: number): string {
  switch (finding.status) {
    case 'known':
      return `${(finding.value - truthMs).toFixed(2)} ms off`;
    case 'censored':
      return `more than ${formatMs(finding.atLeast)}`;
    case 'unknown':
      return `unknown, ${finding.reason}`;
  }
}
