import { formatMs } from '../core/duration.ts';
import type { Finding } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { type BlowFacts, blowsOf } from './blows.ts';
import { boundOf, findingsOf, worstOf } from './findings.ts';
import { lossClauses } from './losses.ts';
import { otherFailures } from './other-failures.ts';
import { togetherAway } from './together-away.ts';
import { faultWords, operationWords } from './wording.ts';

/** What happened, and what it cost, in one sentence for a person in a hurry. */
export function sentenceOf(report: Report): string {
  const planned = blowsOf(report.history);
  const fallen = planned.filter(({ from }) => from !== undefined);
  if (fallen.length === 0 && planned.length > 0) return 'No blow fell.';
  const clauses = [
    ...awayClauses(report),
    ...redundancyClauses(report),
    ...lossClauses(report),
    ...otherFailures(report),
  ];
  const deed = deedOf(fallen);
  return clauses.length === 0 ? `${deed}.` : `${deed}: ${clauses.join(', ')}.`;
}

function deedOf(fallen: readonly BlowFacts[]): string {
  const [only] = fallen;
  if (only === undefined) return 'Nothing was harmed, as planned';
  if (fallen.length === 1) {
    const deed = faultWords(only.fault).done(only.machines);
    return `${deed}${lasted(only)}`;
  }
  const kinds = Map.groupBy(fallen, ({ fault }) => faultWords(fault).noun);
  const counted = [...kinds].map(([noun, same]) => `${same.length} × ${noun}`);
  const what = kinds.size > KINDS_NAMED ? `of ${kinds.size} kinds` : counted.join(', ');
  return `${fallen.length} blows fell (${what})`;
}

/** For how long until its cure was begun; and where that took its time, until it was done. */
function lasted({ fault, machines, from = 0, to, lastsMs }: BlowFacts): string {
  if (to === undefined) return ' and never seen healed';
  const harmed = Math.min(lastsMs, to - from);
  const cure = to - from - harmed;
  const length = harmed === 0 ? '' : ` for ${formatMs(harmed)}`;
  const { over = () => 'healed' } = faultWords(fault);
  return cure > CURE_MS ? `${length}, ${over(machines)} ${formatMs(cure)} later` : length;
}

/** A cure that takes no longer than this goes without saying. */
const CURE_MS = 1_000;

/** More kinds of faults than this are counted, not named. */
const KINDS_NAMED = 5;
/** More services than this are told together. */
const SERVICES_NAMED = 3;

function awayClauses(report: Report): readonly string[] {
  const { workloads } = report.history.header;
  if (workloads.length > SERVICES_NAMED) return togetherAway(report);
  const hasFallen = report.history.events.of('injected').length > 0;
  return workloads.flatMap(({ name, vocabulary }) => {
    const findings = findingsOf(report, 'rto.all').filter(
      ({ subject }) => subject.workload === name,
    );
    const worst = worstOf(findings);
    const alike = workloads.filter((other) => other.vocabulary === vocabulary).length;
    const words = `${operationWords(vocabulary)}${alike > 1 ? ` of ${name}` : ''}`;
    if (worst === undefined && hasFallen) return [`how long ${words} were away is unknown`];
    if (worst === undefined) return [];
    const isPartly =
      worst.status === 'unknown' && findings.some(({ status }) => status !== 'unknown');
    if (isPartly) return [partlyAway(findings, words)];
    return [awayClause(worst, findings.length, words, boundOf(report, 'rto.all', worst))];
  });
}

/** After some blows it is not known: that comes first, and what is known of the others behind it. */
function partlyAway(findings: readonly Finding[], words: string): string {
  const unknown = findings.filter(({ status }) => status === 'unknown');
  const rest = findings.filter(({ status }) => status !== 'unknown');
  const others = rest.length === 1 ? 'the other' : 'the others';
  const worst = worstOf(rest);
  const reason = unknown[0]?.status === 'unknown' ? ` (${unknown[0].reason})` : '';
  const known =
    worst === undefined ? '' : `; after ${others} ${awayClause(worst, rest.length, words)}`;
  return `how long ${words} were away after ${unknown.length} of ${findings.length} blows is unknown${reason}${known}`;
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

const atMost = (ms: number, blows: number): string =>
  `${blows > 1 ? 'at most ' : ''}${formatMs(ms)}`;
