import type { Finding } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { exitCodes } from '../core/verdict.ts';
import { type BlowFacts, blowsOf } from './blows.ts';
import { RESULTS_VERSION, type Results } from './results-schema.ts';
import { sentenceOf } from './sentence.ts';

/** What a machine wants to know of a run, as a JSON value. Times in ms, counts as counts. */
export function jsonReport(report: Report): Results {
  const { history, measurements, verdict } = report;
  const { header, events } = history;
  const hint = events.of('end').at(-1)?.error?.hint;
  return {
    format: 'blackstart-results',
    version: RESULTS_VERSION,
    run: header.run,
    scenario: header.scenario,
    title: header.title,
    seed: header.seed,
    startedAt: header.startedAt,
    durationMs: events.endMs,
    topology: { name: header.topology.name, machines: [...header.topology.machines] },
    workloads: header.workloads.map(
      ({ name, system, vocabulary, lanes: clients, intervalMs, deadlineMs }) => ({
        ...{ name, system, vocabulary, clients, intervalMs, deadlineMs },
      }),
    ),
    verdict: verdict.kind,
    because: verdict.because,
    ...(hint === undefined ? {} : { hint }),
    exitCode: exitCodes[verdict.kind],
    doubts: [...verdict.doubts],
    summary: sentenceOf(report),
    expectations: verdict.judgements.map((judgement) => ({
      measure: judgement.measure.name,
      atMost: judgement.expectation.atMost,
      unit: judgement.measure.unit,
      verdict: judgement.verdict,
      because: judgement.because,
      finding: findingValue(judgement.finding),
    })),
    measurements: measurements.flatMap(({ measure, findings }) =>
      findings.map((finding) => ({
        measure: measure.name,
        unit: measure.unit,
        ...findingValue(finding),
      })),
    ),
    blows: blowsOf(history).map(blowValue),
    replay: header.replay,
    versions: header.versions,
  };
}

/**
 * What the schema names of a finding, whatever else a measure has put into it. The evidence stays in
 * the history: here is only how much of it there is.
 */
function findingValue(finding: Finding): Results['expectations'][number]['finding'] {
  const { status, subject, note, evidence } = finding;
  const base = { subject, note, evidenceCount: evidence.length };
  switch (status) {
    case 'known':
      return { ...base, status, value: finding.value, resolution: finding.resolution };
    case 'censored':
      return { ...base, status, atLeast: finding.atLeast, resolution: finding.resolution };
    case 'unknown':
      return { ...base, status, reason: finding.reason };
  }
}

function blowValue({ index, step, from, to, ...facts }: BlowFacts): Results['blows'][number] {
  const { fault, target, machines, injectedProofs, healedProofs } = facts;
  const areProven = [injectedProofs, healedProofs].every(
    (proofs) => proofs.length > 0 && proofs.every(({ holds }) => holds),
  );
  return {
    blow: index,
    ...(step === undefined ? {} : { step }),
    fault,
    target,
    machines: [...machines],
    ...(from === undefined ? {} : { fromMs: from }),
    ...(to === undefined ? {} : { toMs: to }),
    proven: areProven,
  };
}
