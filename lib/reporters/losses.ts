import type { Finding } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { probesOf } from '../measures/probes.ts';
import { findingsOf } from './findings.ts';
import { listed, operationWords } from './wording.ts';

/** One clause for all workloads of which it is known: the sum; and one for the others. */
export function lossClauses(report: Report): readonly string[] {
  const { history } = report;
  const findings = findingsOf(report, 'lost-writes');
  if (findings.length === 0) return [];
  const workloads = history.header.workloads.filter(({ name }) =>
    findings.some(({ subject }) => subject.workload === name),
  );
  const [first] = workloads;
  const words = workloads.length === 1 && first ? operationWords(first.vocabulary) : 'writes';
  const unseen = namesOf(findings.filter(({ status }) => status !== 'known'));
  const seen = workloads.filter(({ name }) => !unseen.includes(name));
  const whether = `whether acknowledged ${words} were lost is unknown`;
  if (seen.length === 0) return [whether];
  const acknowledged = seen
    .flatMap((workload) => probesOf(history, workload))
    .filter(({ f, outcome }) => !READS.has(f) && outcome === 'ok').length;
  if (acknowledged === 0) return [`no ${words} were acknowledged`];
  const losing = findings.filter((finding) => value(finding) > 0);
  const lost = losing.reduce((sum, finding) => sum + value(finding), 0);
  const whose = workloads.length > 1 && lost > 0 ? ` (${listed(namesOf(losing))})` : '';
  return [
    `${lost.toLocaleString('en')} of ${acknowledged.toLocaleString('en')} acknowledged ${words} lost${whose}`,
    ...(unseen.length > 0 ? [`whether ${listed(unseen)} lost any is unknown`] : []),
  ];
}

const namesOf = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.flatMap(({ subject }) => subject.workload ?? [])),
];

/** Verbs that change nothing. */
const READS: ReadonlySet<string> = new Set(['read', 'receive', 'get']);

const value = (finding: Finding): number => (finding.status === 'known' ? finding.value : 0);
