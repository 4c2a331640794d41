import { formatMs } from '../../core/duration.ts';
import type { Report } from '../../core/report.ts';
import { findingsOf } from '../findings.ts';

/** A recovery time as a stretch of the time axis. */
export interface Recovery {
  readonly blow: number;
  readonly step: number | undefined;
  readonly from: number;
  /** Undefined where the recording ended first. */
  readonly to: number | undefined;
  /** How long, as a person reads it: `6.47 s`, `> 11.1 s`. */
  readonly length: string;
}

/** Where on the time axis a recovery measure found something away; 0 is nowhere. */
export function recoveriesOf(
  report: Report,
  name: string,
  of: { readonly workload: string } | { readonly system: string },
): readonly Recovery[] {
  const fallen = report.history.events.of('injected');
  return findingsOf(report, name).flatMap((finding): Recovery[] => {
    const { blow, step } = finding.subject;
    const injected = fallen.find((event) => event.index === blow && event.step === step);
    const isOwn =
      'workload' in of
        ? finding.subject.workload === of.workload
        : finding.subject.system === of.system;
    if (!isOwn || blow === undefined || injected === undefined) return [];
    if (finding.status === 'unknown' || (finding.status === 'known' && finding.value === 0)) {
      return [];
    }
    const from = injected.t;
    return finding.status === 'known'
      ? [{ blow, step, from, to: from + finding.value, length: formatMs(finding.value) }]
      : [{ blow, step, from, to: undefined, length: `> ${formatMs(finding.atLeast)}` }];
  });
}
