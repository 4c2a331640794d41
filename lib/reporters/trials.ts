import Table from 'cli-table3';
import type { Expectation } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import type { Judgement } from '../core/verdict.ts';
import { boundOf } from '../statistics/bound.ts';
import { boundInWords } from '../statistics/bound-in-words.ts';
import { inWords } from '../statistics/in-words.ts';
import type { Trial } from '../statistics/sample.ts';
import { summarizeTrials } from '../statistics/summarize-trials.ts';
import { formatSubject } from './format.ts';

/**
 * What several trials of one scenario came to, together: of each expectation what was found with
 * its spread, and how often it was violated with the bound that so many trials give.
 */
export function trialsReport(reports: readonly Report[]): string {
  const [first] = reports;
  if (first === undefined) return '';
  const table = new Table({
    head: ['measure', 'of', 'found', 'violated'],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [17, 16, 44, 24],
  });
  table.push(...rowsOf(reports));
  const verdicts = reports.map(({ verdict }) => verdict.kind);
  const counts = [...Map.groupBy(verdicts, (kind) => kind)].map(
    ([kind, all]) => `${all.length} ${kind}`,
  );
  const { title, scenario } = first.history.header;
  return [
    `${title}  (${scenario}, ${reports.length} trials: ${counts.join(', ')})`,
    table.toString(),
  ].join('\n');
}

interface Found {
  readonly measure: Measure;
  readonly subject: string;
  readonly expectation: Expectation;
  readonly finding: Finding;
  readonly verdict: Judgement['verdict'];
}

function rowsOf(reports: readonly Report[]): readonly string[][] {
  const found = reports.flatMap(({ verdict }) =>
    verdict.judgements.map(
      ({ measure, finding, expectation, verdict: kind }): Found => ({
        measure,
        expectation,
        finding,
        subject: formatSubject(finding.subject),
        verdict: kind,
      }),
    ),
  );
  const rows = Map.groupBy(found, ({ measure, expectation, subject }) =>
    [measure.name, expectation.atMost, subject].join('\n'),
  );
  return [...rows.values()].flatMap((all) => {
    const [one] = all;
    return one === undefined ? [] : [rowOf(one, all)];
  });
}

function rowOf({ measure, subject }: Found, all: readonly Found[]): string[] {
  const summary = summarizeTrials(all.map(({ finding }) => trialOf(finding)));
  const decided = all.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail');
  const violated = decided.filter(({ verdict }) => verdict === 'fail').length;
  const bound = decided.length === 0 ? 'unknown' : boundInWords(boundOf(violated, decided.length));
  return [measure.name, subject, inWords(summary, measure), bound];
}

/** A finding as one trial of its measure. */
export function trialOf(finding: Finding): Trial {
  switch (finding.status) {
    case 'known':
      return { kind: 'known', value: finding.value, resolution: finding.resolution };
    case 'censored':
      return { kind: 'censored', atLeast: finding.atLeast };
    case 'unknown':
      return { kind: 'unknown', reason: finding.reason };
  }
}
