import { isDeepStrictEqual } from 'node:util';
import type { History } from '../core/history.ts';
import type { Finding, Measure, Subject } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import type { Judgement, VerdictKind } from '../core/verdict.ts';

/** What one run shows of something. */
export interface Side {
  readonly finding: Finding;
  /** Undefined where nothing is expected. */
  readonly verdict: Judgement['verdict'] | undefined;
}

/** One measure of one subject, in both runs. */
export interface ComparedFinding {
  readonly measure: Pick<Measure, 'name' | 'unit'>;
  readonly subject: Subject;
  /** The bound, where something is expected. */
  readonly atMost: number | undefined;
  readonly was: Side | undefined;
  readonly is: Side | undefined;
}

/** When and whom a blow met; undefined where it did not fall. */
export interface Fell {
  /** After the begin of the chaos phase, ms. */
  readonly atMs: number;
  readonly machines: readonly string[];
}

export interface ComparedBlow {
  readonly blow: number;
  readonly step: number | undefined;
  readonly fault: string;
  readonly was: Fell | undefined;
  readonly is: Fell | undefined;
}

export interface Comparison {
  readonly verdict: { readonly was: VerdictKind; readonly is: VerdictKind };
  readonly because: { readonly was: string; readonly is: string };
  readonly blows: readonly ComparedBlow[];
  readonly findings: readonly ComparedFinding[];
}

/** Two runs side by side, measured alike. */
export function compareRuns(was: Report, is: Report): Comparison {
  return {
    verdict: { was: was.verdict.kind, is: is.verdict.kind },
    because: { was: was.verdict.because, is: is.verdict.because },
    blows: blowsIn(was.history, is.history),
    findings: was.measurements.flatMap(({ measure }) => findingsOf(measure, was, is)),
  };
}

function findingsOf(measure: Measure, was: Report, is: Report): readonly ComparedFinding[] {
  const rows = [...sidesOf(measure, was), ...sidesOf(measure, is)];
  const keys = distinct(rows.map(({ subject, atMost }) => ({ subject, atMost })));
  return keys.map((key) => ({
    measure: { name: measure.name, unit: measure.unit },
    ...key,
    was: sidesOf(measure, was).find((one) => isOf(one, key))?.side,
    is: sidesOf(measure, is).find((one) => isOf(one, key))?.side,
  }));
}

interface Row extends Pick<ComparedFinding, 'subject' | 'atMost'> {
  readonly side: Side;
}

const isOf = ({ subject, atMost }: Row, key: Pick<Row, 'subject' | 'atMost'>): boolean =>
  isDeepStrictEqual({ subject, atMost }, key);

/** As judged where something is expected, and as measured elsewhere. */
function sidesOf({ name }: Measure, { verdict, measurements }: Report): readonly Row[] {
  const judged = verdict.judgements
    .filter(({ measure }) => measure.name === name)
    .map(({ finding, expectation, verdict: own }) => ({
      subject: finding.subject,
      atMost: expectation.atMost,
      side: { finding, verdict: own },
    }));
  const found = measurements.find(({ measure }) => measure.name === name)?.findings ?? [];
  const others = found
    .filter(({ subject }) => !judged.some((one) => isDeepStrictEqual(one.subject, subject)))
    .map((finding) => ({
      subject: finding.subject,
      atMost: undefined,
      side: { finding, verdict: undefined },
    }));
  return [...judged, ...others];
}

function blowsIn(was: History, is: History): readonly ComparedBlow[] {
  const all = [was, is].flatMap(({ events }) => events.of('blow'));
  return distinct(all.map(({ index, step, fault }) => ({ blow: index, step, fault })))
    .toSorted((one, other) => one.blow - other.blow || (one.step ?? 0) - (other.step ?? 0))
    .map((key) => ({ ...key, was: fellIn(was, key), is: fellIn(is, key) }));
}

function fellIn(
  { events }: History,
  { blow, step }: Pick<ComparedBlow, 'blow' | 'step'>,
): Fell | undefined {
  const chaos = events.of('phase').find(({ phase }) => phase === 'chaos')?.t ?? 0;
  const fell = events.of('blow').find((one) => one.index === blow && one.step === step);
  return fell === undefined ? undefined : { atMs: fell.t - chaos, machines: fell.machines };
}

const distinct = <T>(all: readonly T[]): readonly T[] =>
  all.filter((one, index) => all.findIndex((other) => isDeepStrictEqual(one, other)) === index);
