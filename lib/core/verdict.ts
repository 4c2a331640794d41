import { type Caution, cautionOf, excuseOf } from './caution.ts';
import { formatMs } from './duration.ts';
import { UsageError } from './errors.ts';
import { formatValue } from './format-value.ts';
import type { Expectation, History } from './history.ts';
import type { Finding, Measure, Subject } from './measure.ts';

/** `skipped`: this host lacks what the scenario needs; nothing was run, and nothing is said. */
export type VerdictKind = 'pass' | 'fail' | 'unknown' | 'skipped' | 'error';

/** An expectation held against one finding. */
export interface Judgement {
  readonly expectation: Expectation;
  readonly measure: Measure;
  readonly finding: Finding;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  /** Why, in one sentence. */
  readonly because: string;
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** Why, in one sentence. */
  readonly because: string;
  readonly judgements: readonly Judgement[];
  /** What keeps the run from being believed: any of these rules out a pass. */
  readonly doubts: readonly string[];
}

/** DESIGN: 0, 1, 2, 3; usage errors are 64. */
export const exitCodes: Readonly<Record<VerdictKind, number>> = {
  pass: 0,
  fail: 1,
  unknown: 2,
  skipped: 2,
  error: 3,
};

/** One verdict for several runs: nothing hides behind a better one. */
export function worst(kinds: readonly VerdictKind[]): VerdictKind {
  const order: readonly VerdictKind[] = ['error', 'fail', 'unknown', 'skipped', 'pass'];
  return order.find((kind) => kinds.includes(kind)) ?? 'unknown';
}

export interface JudgeOptions {
  readonly history: History;
  readonly measures: readonly Measure[];
  readonly doubts: readonly string[];
  /** In place of those in the header. */
  readonly expect?: readonly Expectation[] | undefined;
}

/** Holds every expectation against every finding of its measure, and folds them into one verdict. */
export function judge({ history, measures, doubts, expect }: JudgeOptions): Verdict {
  const judgements = (expect ?? history.header.expect).flatMap((expectation) =>
    judgeExpectation(expectation, history, measures, doubts.length > 0),
  );
  const end = history.events.of('end').at(-1);
  if (end !== undefined && end.outcome !== 'complete') {
    const because = end.error?.message ?? `the run was ${end.outcome}`;
    const kind = end.outcome === 'skipped' ? 'skipped' : 'error';
    return { kind, because, judgements, doubts };
  }
  return { ...fold(judgements, doubts), judgements, doubts };
}

function judgeExpectation(
  expectation: Expectation,
  history: History,
  measures: readonly Measure[],
  inDoubt: boolean,
): Judgement[] {
  const measure = measures.find(({ name }) => name === expectation.measure);
  if (measure === undefined) {
    throw new UsageError(`expected the name of a measure, found '${expectation.measure}'`, {
      hint: `There are: ${measures.map(({ name }) => name).join(', ')}.`,
    });
  }
  const found = measure.of(history).filter(({ subject }) => isMeant(expectation, subject));
  const findings = found.length > 0 ? found : [nothingFound(measure, expectation)];
  return findings.map((found) => {
    const caution = cautionOf(measure, found, history);
    const finding = underCaution(caution, found);
    const { verdict, because } = compare(finding, expectation.atMost, measure, caution);
    const doubt = caution.kind === 'doubtful' ? caution.because : inDoubt ? 'in doubt' : undefined;
    const why =
      verdict === 'pass'
        ? doubt
        : measure.kind === 'timing'
          ? (doubt ?? excuseOf(measure, found, history))
          : undefined;
    return why === undefined
      ? { expectation, measure, finding, verdict, because }
      : { expectation, measure, finding, verdict: 'unknown', because: `${because}, but ${why}` };
  });
}

/** With the resolution that it has under a slow harness. */
function underCaution(caution: Caution, finding: Finding): Finding {
  if (finding.status === 'unknown') return finding;
  const { resolution } = finding;
  switch (caution.kind) {
    case 'blurred':
      return noted(caution, { ...finding, resolution: resolution + Math.round(caution.byMs) });
    case 'paused':
      return noted(caution, { ...finding, resolution: Math.max(resolution, caution.forMs) });
    case 'none':
    case 'doubtful':
      return finding;
  }
}

const noted = ({ because }: { readonly because: string }, finding: Finding): Finding => ({
  ...finding,
  note: [finding.note, because].filter((words) => words !== '').join('; '),
});

const isMeant = ({ blow, workload, system }: Expectation, subject: Subject): boolean =>
  (blow === undefined || blow === subject.blow) &&
  (workload === undefined || workload === subject.workload) &&
  (system === undefined || system === subject.system);

function nothingFound(measure: Measure, { blow, workload, system }: Expectation): Finding {
  const reason = `the history holds nothing that ${measure.name} could be measured on`;
  const subject = {
    ...(blow === undefined ? {} : { blow }),
    ...(workload === undefined ? {} : { workload }),
    ...(system === undefined ? {} : { system }),
  };
  return { status: 'unknown', subject, evidence: [], note: '', reason };
}

function compare(
  finding: Finding,
  atMost: number,
  measure: Measure,
  caution: Caution,
): Pick<Judgement, 'verdict' | 'because'> {
  const { name } = measure;
  const bound = atMost === 0 ? 'expected none' : `expected at most ${formatValue(measure, atMost)}`;
  const [blur, words] =
    caution.kind === 'blurred'
      ? [caution.byMs, `, more or less ${formatMs(caution.byMs)} (${caution.because})`]
      : [0, ''];
  switch (finding.status) {
    case 'unknown':
      return { verdict: 'unknown', because: `${name}: ${finding.reason}` };
    case 'censored': {
      const found = `${name} is at least ${formatValue(measure, finding.atLeast)}${words}`;
      return finding.atLeast - blur > atMost
        ? { verdict: 'fail', because: `${found}, ${bound}` }
        : { verdict: 'unknown', because: `${found}, as far as was seen; ${bound}` };
    }
    case 'known': {
      const because = `${name} is ${formatValue(measure, finding.value)}${words}, ${bound}`;
      if (finding.value + blur <= atMost) return { verdict: 'pass', because };
      return { verdict: finding.value - blur > atMost ? 'fail' : 'unknown', because };
    }
  }
}

function fold(
  judgements: readonly Judgement[],
  doubts: readonly string[],
): Pick<Verdict, 'kind' | 'because'> {
  const failed = judgements.find(({ verdict }) => verdict === 'fail');
  if (failed !== undefined) return { kind: 'fail', because: failed.because };
  const [doubt] = doubts;
  if (doubt !== undefined) return { kind: 'unknown', because: doubt };
  const unknown = judgements.find(({ verdict }) => verdict === 'unknown');
  if (unknown !== undefined) return { kind: 'unknown', because: unknown.because };
  if (judgements.length === 0) return { kind: 'unknown', because: 'the scenario expects nothing' };
  return { kind: 'pass', because: `all ${judgements.length} expectations hold` };
}
