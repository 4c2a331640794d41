import type { WorkloadFacts } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import type { Judgement } from '../core/verdict.ts';
import { asJudged, boundOf, worstOf } from './findings.ts';

/** What one measure found of one service, over all blows. */
export interface ServiceCell {
  readonly measure: Measure;
  /** The worst of its findings: what is unknown comes before any number. */
  readonly worst: Finding;
  readonly findings: number;
  /** Where the worst is unknown: how many are, and the worst of the others. */
  readonly unknown: number;
  readonly worstSeen: Finding | undefined;
  /** The tightest bound that the worst is held against. */
  readonly bound: number | undefined;
  /** The worst verdict on any of its findings; undefined where nothing was expected, nor is in doubt. */
  readonly verdict: Judgement['verdict'] | undefined;
}

/** A service as its users know it: a workload, with the system that it asks. */
export interface ServiceRow {
  readonly workload: string;
  readonly system: string;
  /** By measure, as asked for; undefined where that measure found nothing of it. */
  readonly cells: readonly (ServiceCell | undefined)[];
}

/** One row a service: each workload with what these measures found of it or of its system. */
export function servicesOf(report: Report, measures: readonly string[]): readonly ServiceRow[] {
  return report.history.header.workloads.map((workload) => ({
    workload: workload.name,
    system: workload.system,
    cells: measures.map((name) => cellOf(report, name, workload)),
  }));
}

function cellOf(report: Report, name: string, workload: WorkloadFacts): ServiceCell | undefined {
  const measurement = report.measurements.find(({ measure }) => measure.name === name);
  const findings = measurement?.findings.filter(({ subject }) => isOf(subject, workload)) ?? [];
  const worst = worstOf(findings);
  if (measurement === undefined || worst === undefined) return undefined;
  const { measure } = measurement;
  const verdicts = report.verdict.judgements
    .filter((one) => one.measure.name === name && isOf(one.finding.subject, workload))
    .map(({ verdict }) => verdict);
  return {
    measure,
    worst: asJudged(report, measure, worst),
    findings: findings.length,
    unknown: findings.filter(({ status }) => status === 'unknown').length,
    worstSeen: worstOf(findings.filter(({ status }) => status !== 'unknown')),
    bound: boundOf(report, name, worst),
    verdict:
      (['fail', 'unknown', 'pass'] as const).find((kind) => verdicts.includes(kind)) ??
      (report.verdict.doubts.length > 0 ? 'unknown' : undefined),
  };
}

const isOf = (subject: Finding['subject'], { name, system }: WorkloadFacts): boolean =>
  subject.workload === undefined ? subject.system === system : subject.workload === name;
