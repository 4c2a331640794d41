import type { History, WorkloadFacts } from '../core/history.ts';
import type { Finding, Subject } from '../core/measure.ts';
import { askedSpans, within } from './asked.ts';
import { type FallenBlow, fallenBlows, subjectOf } from './blows.ts';
import { neverAsked, type Probe, probesOf } from './probes.ts';

/** What a measure finds of each workload after each blow. */
export function eachBlow(
  history: History,
  measure: (blow: FallenBlow, workload: WorkloadFacts, probes: readonly Probe[]) => Finding,
): readonly Finding[] {
  const blows = fallenBlows(history);
  return history.header.workloads.flatMap((workload) => {
    const probes = probesOf(history, workload);
    const spans = askedSpans(history, workload.name);
    return blows.map((blow) => {
      const subject = { ...subjectOf(blow), workload: workload.name };
      if (probes.length === 0) return neverAsked(subject);
      const asked = spans.find(({ from, until }) => from <= blow.from && blow.at < until);
      if (asked === undefined) return notAskedThen(subject, blow);
      // Where its load ended first, nobody asked until the next blow: that it follows proves nothing.
      const nextFrom = asked.until < blow.nextFrom ? Number.POSITIVE_INFINITY : blow.nextFrom;
      return measure({ ...blow, nextFrom }, workload, within(probes, asked));
    });
  });
}

const notAskedThen = (subject: Subject, { evidence }: FallenBlow): Finding => ({
  status: 'unknown',
  subject,
  evidence: [evidence],
  note: '',
  reason: 'its load was stopped, or not begun, when the blow fell',
});
