import Table from 'cli-table3';
import type { Start } from './cluster-ready.ts';
import type { FaultLatency } from './fault-latency.ts';
import type { Timing } from './median.ts';

/** What was measured, one a row. */
export interface Measured {
  readonly what: string;
  readonly timing: Timing;
}

/** The same effect by Blackstart and by a plain way. */
export interface Comparison {
  readonly effect: string;
  readonly ours: Timing;
  /** How far off our own instant may be: where that is more than the time itself, no ratio is told. */
  readonly uncertaintyMs: number;
  readonly way: string;
  readonly plain: Timing;
}

/** A value that the design promises, ms. */
export interface Claim {
  readonly what: string;
  readonly foundMs: number;
  readonly atMostMs: number;
}

export function timingTable(rows: readonly Measured[]): string {
  return table(
    ['what', 'median', 'p95', 'from', 'to', 'repeats'],
    rows.map(({ what, timing }) => [what, ...cells(timing)]),
  );
}

export function startTable(starts: readonly Start[]): string {
  return table(
    [
      'cluster',
      'Blackstart',
      'from',
      'to',
      'plain way',
      'median',
      'from',
      'to',
      'plain / Blackstart',
    ],
    starts.map(({ name, ours, way, plain }) => [
      name,
      ...[ours.medianMs, ours.minMs, ours.maxMs].map(inMs),
      way,
      ...[plain.medianMs, plain.minMs, plain.maxMs].map(inMs),
      (plain.medianMs / ours.medianMs).toFixed(1),
    ]),
  );
}

/** What is ready fast because the image has it prepared may take three times that without. */
export const startClaims = (starts: readonly Start[]): readonly Claim[] => [
  ...starts.map(({ name, ours, boundMs }) => ({
    what: `${name} ready (median)`,
    foundMs: ours.medianMs,
    atMostMs: boundMs,
  })),
  ...starts
    .filter(({ prepared }) => prepared === 'in the image')
    .map(({ name, plain, boundMs }) => ({
      what: `${name} ready from scratch (median)`,
      foundMs: plain.medianMs,
      atMostMs: 3 * boundMs,
    })),
];

export function faultTable(rows: readonly FaultLatency[]): string {
  return table(
    ['fault', 'median', 'p95', 'from', 'to', 'repeats', '±', 'looks first'],
    rows.map(({ kind, fromOrder, uncertainty, fromCall }) => [
      kind,
      ...cells(fromOrder),
      inMs(uncertainty.medianMs),
      inMs(fromCall.medianMs - fromOrder.medianMs),
    ]),
  );
}

export function comparisonTable(rows: readonly Comparison[]): string {
  return table(
    ['effect', 'Blackstart', 'p95', 'plain way', 'median', 'p95', 'plain / Blackstart'],
    rows.map(({ effect, ours, uncertaintyMs, way, plain }) => [
      effect,
      inMs(ours.medianMs),
      inMs(ours.p95Ms),
      way,
      inMs(plain.medianMs),
      inMs(plain.p95Ms),
      uncertaintyMs < ours.medianMs
        ? (plain.medianMs / ours.medianMs).toFixed(1)
        : `known to ± ${inMs(uncertaintyMs)}`,
    ]),
  );
}

export const claimLine = ({ what, foundMs, atMostMs }: Claim): string =>
  `${what}: ${inMs(foundMs)} (claimed: at most ${inMs(atMostMs)}) ${foundMs <= atMostMs ? 'holds' : 'DOES NOT HOLD'}`;

const cells = ({ medianMs, p95Ms, minMs, maxMs, repeats }: Timing): readonly string[] => [
  ...[medianMs, p95Ms, minMs, maxMs].map(inMs),
  String(repeats),
];

/** Two digits below 1 ms, one below 10 ms. */
export function inMs(ms: number): string {
  const size = Math.abs(ms);
  const digits = size >= 9.95 ? 0 : size >= 0.995 ? 1 : 2;
  return `${Number(ms.toFixed(digits))} ms`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const made = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) made.push([...row]);
  return made.toString();
}
