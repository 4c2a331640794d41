import { cautionOf, excuseOf } from '../core/caution.ts';
import type { HarnessError } from '../core/errors.ts';
import type { Finding, Measure, Subject } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { judge, type VerdictKind } from '../core/verdict.ts';
import type { Span } from '../statistics/sample.ts';
import type { Arm } from './arms.ts';

/** Which run of a gate: pairs count from 0, and both arms of one have the same seed. */
export interface TrialKey {
  readonly scenario: string;
  readonly arm: Arm;
  readonly pair: number;
  readonly seed: number;
}

/** What a gate keeps of a run. */
export interface GateTrial extends TrialKey {
  readonly verdict: VerdictKind;
  readonly because: string;
  /** Whether the cluster was steady before the first blow, as far as that was reached. */
  readonly steady: 'yes' | 'no';
  /** Why the harness did not finish it. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly claims: readonly Claim[];
  readonly findings: readonly TrialFinding[];
  /** The line that does it again. */
  readonly replay: string;
  /** Where its report and history lie; undefined in memory. */
  readonly folder?: string | undefined;
}

/** An expectation, and whether it held. */
export interface Claim {
  readonly measure: Pick<Measure, 'name' | 'unit' | 'kind'>;
  readonly subject: Subject;
  readonly atMost: number;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly because: string;
}

/** What a measure found in one run, and between which bounds the truth lies. */
export interface TrialFinding {
  readonly measure: Pick<Measure, 'name' | 'unit' | 'kind'>;
  readonly subject: Subject;
  readonly finding: Finding;
  /** Undefined where nothing can be concluded from it. */
  readonly span: Span | undefined;
  /** Why the span is wider than the finding, or why there is none. */
  readonly caution: string;
}

/** Reduces a run to what a comparison needs: the history itself stays on the disk. */
export function gateTrialOf(report: Report, key: TrialKey, folder?: string): GateTrial {
  const { history, verdict, measurements } = report;
  const end = history.events.of('end').at(-1);
  const steadiness = history.events.of('steadiness').filter(({ index }) => index === undefined);
  return {
    ...key,
    folder,
    verdict: verdict.kind,
    because: verdict.because,
    steady: steadiness.some(({ steady }) => !steady) ? 'no' : 'yes',
    error: end?.outcome === 'complete' ? undefined : end?.error,
    claims: verdict.judgements.map(({ measure, finding, expectation, verdict: held, because }) => ({
      measure: brief(measure),
      subject: finding.subject,
      atMost: expectation.atMost,
      verdict: held,
      because,
    })),
    findings: isJudged(verdict.kind)
      ? measurements
          .filter(({ measure }) => isCompared(measure))
          .flatMap(({ measure }) => findingsOf(measure, report))
      : [],
    replay: history.header.replay,
  };
}

/** A run that could not begin. */
export const brokenTrial = ({ code, message }: HarnessError, key: TrialKey): GateTrial => ({
  ...key,
  ...{ verdict: 'error', because: message, steady: 'yes', error: { code, message } },
  ...{ claims: [], findings: [] },
  replay: `npx blackstart run ${key.scenario} --seed ${key.seed}`,
});

/** Recovery times that are compared, where a scenario has them. */
export const comparedTimes: readonly string[] = ['rto.all', 'rto.redundancy', 'longest-outage'];

const isCompared = ({ name, kind }: Measure): boolean =>
  kind === 'safety' || comparedTimes.includes(name);

const isJudged = (kind: VerdictKind): boolean => kind !== 'error' && kind !== 'skipped';

const brief = ({ name, unit, kind }: Measure): TrialFinding['measure'] => ({ name, unit, kind });

/** As judged: with the resolution that they have under a slow harness, and with every doubt. */
function findingsOf(measure: Measure, { history, verdict }: Report): readonly TrialFinding[] {
  const anything = [{ measure: measure.name, atMost: Number.POSITIVE_INFINITY }];
  const { doubts } = verdict;
  const { judgements } = judge({ history, measures: [measure], doubts, expect: anything });
  return judgements.map(({ finding }) => {
    const doubt = doubtOf(measure, finding, { history, verdict });
    const excuse = excuseOf(measure, finding, history);
    return {
      measure: brief(measure),
      subject: finding.subject,
      finding,
      span: doubt === undefined ? spanOf(finding, excuse) : undefined,
      caution: doubt ?? excuse ?? '',
    };
  });
}

function doubtOf(
  measure: Measure,
  finding: Finding,
  { history, verdict }: Pick<Report, 'history' | 'verdict'>,
): string | undefined {
  if (finding.status === 'unknown') return finding.reason;
  // A loss is evidence in itself, whatever else went wrong.
  if (measure.kind === 'safety' && isSeen(finding)) return undefined;
  const [doubt] = verdict.doubts;
  if (doubt !== undefined) return doubt;
  const caution = cautionOf(measure, finding, history);
  return caution.kind === 'doubtful' ? caution.because : undefined;
}

const isSeen = (finding: Finding): boolean =>
  finding.status === 'censored' || (finding.status === 'known' && finding.value > 0);

/** A machine that was slow can make a time longer and not shorter: then what was found is its upper end. */
function spanOf(finding: Finding, excuse: string | undefined): Span | undefined {
  switch (finding.status) {
    case 'unknown':
      return undefined;
    case 'censored':
      return {
        atLeast: excuse === undefined ? Math.max(0, finding.atLeast - finding.resolution) : 0,
        atMost: Number.POSITIVE_INFINITY,
      };
    case 'known':
      return {
        atLeast: excuse === undefined ? Math.max(0, finding.value - finding.resolution) : 0,
        atMost: finding.value + finding.resolution,
      };
  }
}
