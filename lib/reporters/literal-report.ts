import { historyOf } from '../core/event-log.ts';
import type { Header, HistoryEvent } from '../core/history.ts';
import type { Finding, Measure } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import type { VerdictKind } from '../core/verdict.ts';

export interface LiteralReport {
  readonly header?: Partial<Header>;
  readonly events?: readonly HistoryEvent[];
  readonly damage?: string;
  readonly findings?: Readonly<Record<string, readonly Finding[]>>;
  readonly bounds?: Readonly<Record<string, number>>;
  readonly kind?: VerdictKind;
}

/** A report written down by hand, for tests: what is not given is a small sound run. */
export function literalReport({
  header = {},
  events = [],
  damage,
  findings = {},
  bounds = {},
  kind = 'pass',
}: LiteralReport): Report {
  const measurements = Object.entries(findings).map(([name, found]) => ({
    measure: measure(name),
    findings: found,
  }));
  const judgements = measurements.flatMap(({ measure: judged, findings: found }) => {
    const atMost = bounds[judged.name];
    if (atMost === undefined) return [];
    const verdict = kind === 'error' || kind === 'skipped' ? 'unknown' : kind;
    const expectation = { measure: judged.name, atMost };
    return found.map((finding) => ({
      expectation,
      measure: judged,
      finding,
      verdict,
      because: `${judged.name} is ${verdict}`,
    }));
  });
  return {
    history: historyOf({ ...smallHeader, ...header }, events, damage),
    measurements,
    verdict: { kind, because: 'so it was written', judgements, doubts: [] },
  };
}

/** A finding that is known, about the first blow on the workload `set` of the system `toy`. */
export function known(value: number, note = ''): Finding {
  const subject = { blow: 0, workload: 'set', system: 'toy' };
  return { status: 'known', subject, evidence: [], note, value, resolution: 0 };
}

/** One kill of toy-1 from 1 s to 6 s. */
export const oneKill: readonly HistoryEvent[] = [
  {
    t: 999,
    type: 'blow',
    index: 0,
    fault: 'kill',
    settings: {},
    target: 'role primary',
    machines: ['toy-1'],
  },
  { t: 1_000, type: 'injected', index: 0, uncertaintyMs: 1, proofs: [] },
  { t: 6_000, type: 'healed', index: 0, proofs: [] },
];

const measure = (name: string): Measure => ({
  name,
  unit: name.startsWith('rto') ? 'ms' : 'count',
  kind: name.startsWith('rto') ? 'timing' : 'safety',
  meaning: `what ${name} means`,
  of: () => [],
});

const smallHeader: Header = {
  type: 'header',
  format: 'blackstart-history',
  version: 1,
  run: 'a-run',
  scenario: 'toy-kill',
  title: 'A toy cluster loses a node',
  seed: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  topology: { name: 'toy', settings: { nodes: 3 }, machines: ['toy-1', 'toy-2', 'toy-3'] },
  workloads: [
    { name: 'set', system: 'toy', vocabulary: 'set', lanes: 2, intervalMs: 10, deadlineMs: 1_000 },
  ],
  schedule: [
    {
      atMs: 1_000,
      jitterMs: 0,
      fault: 'kill',
      settings: {},
      lastsMs: 5_000,
      target: 'role primary',
    },
  ],
  stabilityMs: 3_000,
  observeEveryMs: 100,
  expect: [],
  replay: 'npx blackstart run toy-kill --seed 1',
  versions: {},
};
