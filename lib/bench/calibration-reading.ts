import type { History } from '../core/history.ts';
import type { Finding } from '../core/measure.ts';
import { probesOf } from '../measures/probes.ts';
import { rtoAll, rtoAny } from '../measures/rto.ts';
import type { Recording, Trial } from './calibration-trial.ts';

/** A probe's start is around the return if it was due within this of it. */
const AROUND_MS = 50;

/** What the real measures say of a trial, beside the truth. */
export interface Reading {
  readonly trial: Trial;
  readonly truthMs: number;
  readonly all: Finding;
  readonly any: Finding;
  /** From the truth to the first connection made after it; undefined where none was needed. */
  readonly reconnectedMs: number | undefined;
  /** How late a probe was started at most, in all of the trial. */
  readonly operatorLateMs: number;
  /** The same, of those that were due around the return: when an RTO is made. */
  readonly lateAtReturnMs: number;
  /** How late the server itself was back, by its own word. */
  readonly serverLateMs: number;
  /** Probes by what came of them; `late` are those that were ok after their deadline. */
  readonly answers: Readonly<Record<'good' | 'late' | 'fail' | 'info' | 'open', number>>;
}

export function readingOf(recording: Recording): Reading {
  const { trial, history, truthMs, backAt, servedAt, connectedAt, operatorLateMs } = recording;
  const reconnectedAt = connectedAt.find((at) => at >= backAt);
  return {
    trial,
    truthMs,
    all: only(rtoAll.of(history)),
    any: only(rtoAny.of(history)),
    reconnectedMs: reconnectedAt === undefined ? undefined : reconnectedAt - backAt,
    operatorLateMs,
    lateAtReturnMs: latenessAround(backAt, history),
    serverLateMs: servedAt - backAt,
    answers: answersIn(history),
  };
}

function only(findings: readonly Finding[]): Finding {
  const [finding] = findings;
  if (finding === undefined) throw new RangeError('a blow and a workload have one finding');
  return finding;
}

function latenessAround(t: number, history: History): number {
  const probes = history.header.workloads.flatMap((workload) => probesOf(history, workload));
  const around = probes.filter(({ due }) => Math.abs(due - t) <= AROUND_MS);
  return Math.max(...around.map(({ invokedAt, due }) => invokedAt - due));
}

function answersIn(history: History): Reading['answers'] {
  const answers = { good: 0, late: 0, fail: 0, info: 0, open: 0 };
  const probes = history.header.workloads.flatMap((workload) => probesOf(history, workload));
  for (const { good, outcome } of probes) {
    if (outcome === 'ok') answers[good ? 'good' : 'late'] += 1;
    else answers[outcome] += 1;
  }
  return answers;
}
