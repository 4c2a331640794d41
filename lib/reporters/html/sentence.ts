import { formatMs } from '../../core/duration.ts';
import type { Finding } from '../../core/measure.ts';
import type { Report } from '../../core/report.ts';
import { probesOf } from '../../measures/probes.ts';
import { type BlowFacts, blowsOf } from './blows.ts';
import { boundOf, findingsOf } from './recoveries.ts';
import { faultWords, operationWords } from './wording.ts';

/** What happened, and what it cost, in one sentence for a person in a hurry. */
export function sentenceOf(report: Report): string {
  const planned = blowsOf(report.history);
  const fallen = planned.filter(({ from }) => from !== undefined);
  if (fallen.length === 0 && planned.length > 0) return 'No blow fell.';
  const clauses = [...awayClauses(report), ...redundancyClauses(report), ...lossClauses(report)];
  const deed = deedOf(fallen);
  return clauses.length === 0 ? `${deed}.` : `${deed}: ${clauses.join(', ')}.`;
}

function deedOf(fallen: readonly BlowFacts[]): string {
  const [only] = fallen;
  if (only === undefined) return 'Nothing was harmed, as planned';
  if (fallen.length === 1) {
    const deed = faultWords(only.fault).done(only.machines);
    const lasted =
      only.to === undefined
        ? ' and never seen healed'
        : ` for ${formatMs(only.to - (only.from ?? 0))}`;
    return `${deed}${lasted}`;
  }
  const kinds = Map.groupBy(fallen, ({ fault }) => faultWords(fault).noun);
  const counted = [...kinds].map(([noun, same]) => `${same.length} × ${noun}`);
  return `${fallen.length} blows fell (${counted.join(', ')})`;
}

function awayClauses(report: Report): readonly string[] {
  const bound = boundOf(report, 'rto.all');
  const hasFallen = report.history.events.some(({ type }) => type === 'injected');
  return report.history.header.workloads.flatMap(({ name, vocabulary }) => {
    const findings = findingsOf(report, 'rto.all').filter(
      ({ subject }) => subject.workload === name,
    );
    const worst = worstOf(findings);
    const words = operationWords(vocabulary);
    if (worst === undefined && hasFallen) return [`how long ${words} were away is unknown`];
    return worst ? [awayClause(worst, findings.length, words, bound)] : [];
  });
}

function awayClause(worst: Finding, blows: number, words: string, bound?: number): string {
  switch (worst.status) {
    case 'unknown':
      return `how long ${words} were away is unknown (${worst.reason})`;
    case 'censored':
      return `${words} were still away when the recording ended, ${formatMs(worst.atLeast)} on`;
    case 'known':
      if (worst.value === 0) return `${words} never stopped`;
      return `${words} were away for ${atMost(worst.value, blows)}${bound === undefined ? '' : ` (bound ${formatMs(bound)})`}`;
  }
}

/** One clause for all systems: the last of them to be back is what counts. */
function redundancyClauses(report: Report): readonly string[] {
  const findings = findingsOf(report, 'rto.redundancy');
  const systems = new Set(findings.map(({ subject }) => subject.system));
  const worst = worstOf(findings);
  if (worst === undefined) return [];
  const of = systems.size > 1 ? ` of ${worst.subject.system}` : '';
  switch (worst.status) {
    case 'unknown':
      return [`when full redundancy${of} was back is unknown (${worst.reason})`];
    case 'censored':
      return [`full redundancy${of} was not seen again`];
    case 'known': {
      if (worst.value === 0) return ['redundancy stayed full'];
      const last = systems.size > 1 ? ', the last,' : '';
      return [
        `full redundancy${of}${last} was back after ${atMost(worst.value, findings.length / systems.size)}`,
      ];
    }
  }
}

/** One clause for all workloads: the sum of what they lost. */
function lossClauses(report: Report): readonly string[] {
  const { history } = report;
  const findings = findingsOf(report, 'lost-writes');
  if (findings.length === 0) return [];
  const workloads = history.header.workloads.filter(({ name }) =>
    findings.some(({ subject }) => subject.workload === name),
  );
  const [first] = workloads;
  const words = workloads.length === 1 && first ? operationWords(first.vocabulary) : 'writes';
  if (findings.some(({ status }) => status !== 'known')) {
    return [`whether acknowledged ${words} were lost is unknown`];
  }
  const acknowledged = workloads
    .flatMap((workload) => probesOf(history, workload))
    .filter(({ f, outcome }) => f === 'add' && outcome === 'ok').length;
  if (acknowledged === 0) return [`no ${words} were acknowledged`];
  const lost = findings.reduce((sum, finding) => sum + value(finding), 0);
  return [
    `${lost.toLocaleString('en')} of ${acknowledged.toLocaleString('en')} acknowledged ${words} lost`,
  ];
}

/** Unknown is worse than censored, and censored than any number: nothing hides what is missing. */
function worstOf(findings: readonly Finding[]): Finding | undefined {
  return (
    findings.find(({ status }) => status === 'unknown') ??
    findings.find(({ status }) => status === 'censored') ??
    findings.reduce<Finding | undefined>(
      (worst, next) => (value(next) > (worst === undefined ? -1 : value(worst)) ? next : worst),
      undefined,
    )
  );
}

const value = (finding: Finding): number => (finding.status === 'known' ? finding.value : 0);

const atMost = (ms: number, blows: number): string =>
  `${blows > 1 ? 'at most ' : ''}${formatMs(ms)}`;
