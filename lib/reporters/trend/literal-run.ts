import type { VerdictKind } from '../../core/verdict.ts';
import { type StoredRun, storedRunSchema } from './stored-run.ts';

export interface LiteralRun {
  readonly scenario?: string;
  /** Hours after the first one began. */
  readonly atHours?: number;
  readonly seed?: number;
  readonly verdict?: VerdictKind;
  readonly because?: string;
  readonly hint?: string;
  readonly doubts?: readonly string[];
  /** Time until all clients were served again; `never` if the recording ended first, after 60 s. */
  readonly rtoMs?: number | 'never' | 'unknown';
  readonly resolutionMs?: number;
  readonly boundMs?: number;
  readonly fault?: string;
  readonly system?: string;
  readonly versions?: Readonly<Record<string, string>>;
}

/** A stored run written down by hand, for tests and benchmarks: what is not given is a sound one. */
export function literalRun({
  scenario = 'toy-kill',
  atHours = 0,
  seed = 1,
  verdict = 'pass',
  because = `it is ${verdict}`,
  hint,
  doubts = [],
  rtoMs = 1_000,
  resolutionMs = 10,
  boundMs = 5_000,
  fault = 'kill',
  system = 'toy',
  versions = { configuration: 'a' },
}: LiteralRun = {}): StoredRun {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + atHours * 3_600_000).toISOString();
  const run = `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}-aaaa`;
  const finding = findingOf(rtoMs, resolutionMs);
  const measured = { measure: 'rto.all', unit: 'ms' };
  const held = verdict === 'pass' || verdict === 'fail' ? verdict : 'unknown';
  return storedRunSchema.parse({
    folder: `${run}-${scenario}`,
    results: {
      ...{ format: 'blackstart-results', version: 1, run, scenario, seed, startedAt },
      ...{ title: `What ${scenario} costs`, durationMs: 60_000, verdict, because, doubts },
      ...(hint === undefined ? {} : { hint }),
      topology: { name: system, machines: [`${system}-1`] },
      workloads: [{ name: 'set', system }],
      expectations: [{ ...measured, atMost: boundMs, verdict: held, because, finding }],
      measurements: [{ ...measured, ...finding }],
      blows: [{ blow: 0, fault, target: 'role primary', machines: [`${system}-1`], proven: true }],
      replay: `npx blackstart run ${scenario} --seed ${seed}`,
      versions,
    },
  });
}

function findingOf(rtoMs: LiteralRun['rtoMs'], resolution: number): object {
  const base = { subject: { blow: 0, workload: 'set' }, note: '', evidenceCount: 0 };
  if (rtoMs === 'unknown') return { ...base, status: 'unknown', reason: 'nobody looked' };
  if (rtoMs === 'never') return { ...base, status: 'censored', atLeast: 60_000, resolution };
  return { ...base, status: 'known', value: rtoMs, resolution };
}
