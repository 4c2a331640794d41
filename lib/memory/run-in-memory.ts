import { doubtsOf } from '../core/doubts.ts';
import { seconds } from '../core/duration.ts';
import { historyOf } from '../core/event-log.ts';
import type { Expectation, History, HistoryEvent } from '../core/history.ts';
import type { Journal } from '../core/journal.ts';
import { silent } from '../core/progress.ts';
import type { Scenario, Timing } from '../core/scenario.ts';
import { at, type Blow } from '../core/schedule.ts';
import { role } from '../core/target.ts';
import { judge, type Verdict } from '../core/verdict.ts';
import { faults } from '../faults/index.ts';
import { kill } from '../faults/kill.ts';
import {
  noPhantoms,
  nothingDiverged,
  nothingLost,
  rto,
  twoPrimaries,
} from '../measures/expectations.ts';
import { measures } from '../measures/index.ts';
import { conduct } from '../run/conductor.ts';
import { headerOf } from '../run/header.ts';
import { set } from '../workloads/set.ts';
import { type Dials, soundDials, ToyCluster } from './toy-cluster.ts';
import { toyPlatform } from './toy-platform.ts';
import { toyTopology } from './toy-system.ts';
import { virtualClock } from './virtual-clock.ts';

export interface MemoryRunOptions {
  readonly dials?: Partial<Dials>;
  readonly schedule?: readonly Blow[];
  readonly expect?: readonly Expectation[];
  readonly seed?: number;
  readonly timing?: Partial<Timing> | undefined;
  readonly journal?: Journal;
}

const electionBound = seconds(2);

/** The whole pipeline, from scenario to verdict, on a toy cluster in virtual time. */
export async function runInMemory({
  dials = {},
  schedule = [at(seconds(1), kill({ downFor: seconds(5) }), role('primary'))],
  expect = [
    rto.any.atMost(electionBound),
    rto.all.atMost(electionBound),
    rto.redundancy.atMost(seconds(8)),
    nothingLost,
    noPhantoms,
    nothingDiverged,
    twoPrimaries.never,
  ],
  seed = 1,
  timing = {},
  journal,
}: MemoryRunOptions = {}): Promise<{ readonly history: History; readonly verdict: Verdict }> {
  const clock = virtualClock();
  const cluster = new ToyCluster(['toy-1', 'toy-2', 'toy-3'], clock, { ...soundDials, ...dials });
  const platform = toyPlatform({ cluster, clock, ...(journal === undefined ? {} : { journal }) });
  const scenario: Scenario = {
    name: 'toy-kill',
    title: 'A toy cluster loses a node',
    topology: toyTopology(cluster),
    workloads: [set({ on: 'toy', readEvery: 99 })],
    schedule,
    expect,
    timing,
  };
  const { versions } = platform;
  const header = headerOf(scenario, { run: 'memory', seed, startedAt: 0, versions });
  const events: HistoryEvent[] = [];
  const recorder = { record: (event: HistoryEvent) => events.push(event) };
  await clock.run(() =>
    conduct(scenario, { run: 'memory', seed, platform, faults, recorder, progress: silent }),
  );
  const history = historyOf(header, events);
  return { history, verdict: judge({ history, measures, doubts: doubtsOf(history) }) };
}
