import { capabilities } from '../core/capability.ts';
import { formatMs } from '../core/duration.ts';
import { formatValue } from '../core/format-value.ts';
import type { Expectation, Fact } from '../core/history.ts';
import type { Offer } from '../harness/offered.ts';
import { type BlowPlan, estimateOf, type RunPlan } from '../harness/plan-run.ts';
import { measures } from '../measures/index.ts';

/** A plan for a person: phases in their order, each blow with whom, what is expected and predicted. */
export function planReport(plan: RunPlan): string {
  const { header, blows, memoryMiB, spans } = plan;
  const { topology, workloads, expect } = header;
  const { leastMs, mostMs, because } = estimateOf(plan);
  const asked = workloads.map(
    ({ name, system, lanes, intervalMs }) =>
      `${name} on ${system}: ${rate(intervalMs)} operations a second by ${lanes} clients`,
  );
  return [
    `${header.scenario}: ${header.title}`,
    `  seed ${header.seed}; nothing is started`,
    '',
    `  form    ${topology.name}: ${topology.machines.join(', ')}; at most ${memoryMiB} MiB of memory`,
    ...factLines(topology.settings),
    ...asked.map((line, index) => `${index === 0 ? '  load    ' : '          '}${line}`),
    `  steady  until all is well for ${formatMs(spans.steady.leastMs)}, within ${formatMs(spans.steady.mostMs)}`,
    `  chaos   ${blows.length === 1 ? '1 blow' : `${blows.length} blows`}`,
    ...blows.flatMap(blowLines),
    ...conditionLines(blows),
    '  heal    what is still broken',
    `  settle  until all is well again, within ${formatMs(spans.settle.mostMs)}`,
    '  final   every node is read, restarted, and read again',
    '',
    `  expected: ${expect.map(bound).join(', ') || 'nothing: the verdict will be unknown'}`,
    ...hostLines(plan),
    `  takes ${formatMs(leastMs)} to ${formatMs(mostMs)}: ${because}`,
    `  next: ${header.replay}`,
  ].join('\n');
}

const rate = (intervalMs: number): string => String(Number((1_000 / intervalMs).toFixed(2)));

const factLines = (settings: Readonly<Record<string, Fact>>): readonly string[] =>
  Object.entries(settings).map(([name, value]) => `          ${name}: ${value}`);

function blowLines({ number, blow, jitterMs, whom, expected, predicted }: BlowPlan): string[] {
  const settings = Object.entries(blow.settings).filter(
    ([, value]) => value !== null && value !== '',
  );
  const told = settings.map(([name, value]) => ` ${name} ${value}`).join(',');
  const lasts = blow.lastsMs > 0 ? ` for ${formatMs(blow.lastsMs)}` : '';
  return [
    `    ${number}  ${time(blow, jitterMs)}: ${blow.fault}${lasts}${told === '' ? '' : ` (${told.trim()})`}`,
    `       at ${blow.target}: ${whomInWords(whom)}`,
    ...expected.map((one) => `       expected: ${bound({ ...one, blow: undefined })}`),
    ...predicted.map(
      ({ system, of, prediction: { minMs, maxMs } }) =>
        `       predicted: ${formatMs(minMs)} to ${formatMs(maxMs)} (${system}: ${of})`,
    ),
    ...(predicted.length === 0
      ? ['       predicted: nothing; no configuration says what this costs']
      : []),
  ];
}

/** A choice by the seed counts those before it, and a role that nobody has is chosen from by nobody. */
function conditionLines(blows: readonly BlowPlan[]): readonly string[] {
  const role = blows.findIndex(({ whom }) => whom.by === 'role');
  const isFollowed = role >= 0 && blows.slice(role).some(({ whom }) => whom.by === 'seed');
  return isFollowed ? ['       what the seed decides holds if every role is held by somebody'] : [];
}

function time({ atMs, recoveredWithinMs = 0 }: BlowPlan['blow'], jitterMs: number): string {
  return atMs === undefined
    ? `${formatMs(jitterMs)} after recovery, if that comes within ${formatMs(recoveredWithinMs)}`
    : `at ${formatMs(atMs + jitterMs)} (${formatMs(atMs)} and ${formatMs(jitterMs)} by the seed)`;
}

function whomInWords(whom: BlowPlan['whom']): string {
  switch (whom.by) {
    case 'name':
      return whom.machines.join(', ');
    case 'seed':
      return `${whom.machines.join(', ')}, by the seed`;
    case 'role':
      return `of ${whom.among.join(', ')} who says so when it falls`;
    case 'seed-and-order':
      return `of ${whom.among.join(', ')}, by the seed and the order in which blows fall`;
  }
}

type Bound = Pick<Expectation, 'measure' | 'atMost' | 'workload' | 'system'> & {
  readonly blow?: number | undefined;
};

function bound({ measure, atMost, blow, workload, system }: Bound): string {
  const found = measures.find(({ name }) => name === measure);
  const value = found === undefined ? String(atMost) : formatValue(found, atMost);
  const most = atMost === 0 ? 'none' : `at most ${value}`;
  const about = [
    ...(blow === undefined ? [] : [`of blow ${blow + 1}`]),
    ...(workload === undefined ? [] : [`of ${workload}`]),
    ...(system === undefined ? [] : [`of ${system}`]),
  ];
  return [measure, ...about, most].join(' ');
}

function hostLines({ host }: RunPlan): readonly string[] {
  if (host.length === 0) return ['  this host: nothing special is needed of its kernel'];
  return host.map(offerInWords);
}

function offerInWords({ capability, status, because, cure }: Offer): string {
  const { needs } = capabilities[capability];
  switch (status) {
    case 'there':
      return `  this host has ${capability}: ${needs}`;
    case 'lacking':
      return `  this host lacks ${capability}: ${needs} (${because}); the run will be skipped; cure: ${cure}`;
    case 'not-tried':
      return `  this host must have ${capability}: ${needs}; not tried: ${because}`;
  }
}
