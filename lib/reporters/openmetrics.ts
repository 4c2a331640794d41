import type { Report } from '../core/report.ts';
import { exitCodes } from '../core/verdict.ts';
import { type MetricFamily, metricsText, type Sample } from './metric-families.ts';
import { type Quantity, type Reading, readingsOf } from './metric-readings.ts';

const quantities: readonly Quantity[] = [
  {
    name: 'blackstart_rto',
    unit: 'seconds',
    meaning: 'Recovery time after a blow, by clock (any, all, performance, redundancy)',
    measures: {
      'rto.any': { clock: 'any' },
      'rto.all': { clock: 'all' },
      'rto.performance': { clock: 'performance' },
      'rto.redundancy': { clock: 'redundancy' },
    },
  },
  {
    name: 'blackstart_rpo',
    unit: 'seconds',
    meaning: 'Distance from the blow to the farthest acknowledgement that was lost',
    measures: { rpo: {} },
  },
  {
    name: 'blackstart_acknowledged_writes_lost',
    meaning: 'Acknowledged writes that at least one final read lacks',
    measures: { 'lost-writes': {} },
  },
  {
    name: 'blackstart_two_primaries',
    unit: 'seconds',
    meaning: 'Time during which two machines claimed to be primary for disjoint groups',
    measures: { 'two-primaries': {} },
  },
];

/**
 * A run for Prometheus' textfile collector, in base units. What is unknown, censored or in doubt has
 * no value at all, and is named by `blackstart_without_value`: it must never look like a 0.
 */
export function openMetricsReport(report: Report): string {
  const { header } = report.history;
  const found = quantities.map((quantity) => ({
    quantity,
    readings: readingsOf(report, quantity),
  }));
  return metricsText([
    ...verdictFamilies(report),
    ...found.flatMap(({ quantity, readings }) => familiesOf(quantity, readings)),
    {
      name: 'blackstart_without_value',
      help: '1 for what has no value: status is unknown, censored (it lasted longer than was recorded) or doubtful.',
      samples: found.flatMap(({ readings }) =>
        readings
          .filter(({ status }) => status !== 'known')
          .map(({ measure, subject, status }) => ({
            labels: { scenario: header.scenario, measure, ...subject, status },
            value: 1,
          })),
      ),
    },
  ]);
}

/** What is said of the run itself. */
function verdictFamilies({ history: { header, events }, verdict }: Report): MetricFamily[] {
  const { scenario, run, seed, topology } = header;
  const judged = (kind: string) => verdict.judgements.filter((one) => one.verdict === kind).length;
  return [
    {
      name: 'blackstart_verdict',
      help: 'Verdict of the last run: 1 for the one that it has, 0 for the others.',
      samples: Object.keys(exitCodes).map((kind) => ({
        labels: { scenario, verdict: kind },
        value: kind === verdict.kind ? 1 : 0,
      })),
    },
    {
      name: 'blackstart_expectations',
      help: 'Expectations of the last run, by whether they hold.',
      samples: ['pass', 'fail', 'unknown'].map((kind) => ({
        labels: { scenario, verdict: kind },
        value: judged(kind),
      })),
    },
    {
      name: 'blackstart_run_start_timestamp_seconds',
      unit: 'seconds',
      help: 'When the last run began, since the Unix epoch.',
      samples: [{ labels: { scenario }, value: Date.parse(header.startedAt) / 1_000 }],
    },
    {
      name: 'blackstart_run_duration_seconds',
      unit: 'seconds',
      help: 'How long the last run was recorded.',
      samples: [{ labels: { scenario }, value: events.endMs / 1_000 }],
    },
    {
      name: 'blackstart_run_info',
      help: 'Always 1: which run the last one was.',
      samples: [{ labels: { scenario, run, seed: `${seed}`, topology: topology.name }, value: 1 }],
    },
  ];
}

/** A quantity's value, and beside it what it is known to exceed, its blur and its bound. */
function familiesOf(
  { name, unit, meaning }: Quantity,
  readings: readonly Reading[],
): readonly MetricFamily[] {
  const suffix = unit === undefined ? '' : `_${unit}`;
  const inUnit = (value: number) =>
    unit === undefined ? value : Number((value / 1_000).toFixed(9));
  const family = (
    infix: string,
    help: string,
    pick: (reading: Reading) => number | undefined,
  ): MetricFamily => ({
    name: `${name}${infix}${suffix}`,
    ...(unit === undefined ? {} : { unit }),
    help: `${help}.`,
    samples: readings.flatMap((reading): Sample[] => {
      const value = pick(reading);
      const { scenario, labels, subject } = reading;
      if (value === undefined) return [];
      return [{ labels: { scenario, ...labels, ...subject }, value: inUnit(value) }];
    }),
  });
  return [
    family('', meaning, ({ status, finding }) =>
      status === 'known' && finding.status === 'known' ? finding.value : undefined,
    ),
    family('_at_least', `${meaning}: exceeded this, and the recording ended`, ({ finding }) =>
      finding.status === 'censored' ? finding.atLeast : undefined,
    ),
    family('_resolution', `${meaning}: the value is right to within this`, ({ status, finding }) =>
      status === 'known' && finding.status === 'known' ? finding.resolution : undefined,
    ),
    family('_bound', `${meaning}: at most this is expected`, ({ bound }) => bound),
  ];
}
