import { monotonicClock } from '../core/clock.ts';
import type { Header, HistoryEvent } from '../core/history.ts';
import { liveRun } from '../live/live-run.ts';
import { render } from '../live/render.ts';
import { type Timing, timingOf } from './median.ts';

const EVERY_MS = 200;
const PLACE = { scenario: 1, scenarios: 1, trial: 1, trials: 1 };

/** What it takes to say anew how a run is going: of a control plane under load, with all that is to be seen. */
export function liveCost(seconds: number): Timing {
  const run = liveRun(header);
  const times: number[] = [];
  let drawnAt = 0;
  for (const event of events(seconds)) {
    run.record(event);
    if (event.t - drawnAt < EVERY_MS) continue;
    drawnAt = event.t;
    const startedAt = monotonicClock.now();
    const state = { ...heading, forMs: event.t, run: run.at(event.t) };
    render(state, { columns: 120, rows: 50, colour: 'yes' });
    times.push(monotonicClock.now() - startedAt);
  }
  return timingOf(times);
}

const systems = ['galera', 'rabbitmq', 'redis', 'memcached', 'keystone', 'edge'];
const machines = ['controller-1', 'controller-2', 'controller-3'];

const header: Header = {
  type: 'header',
  format: 'blackstart-history',
  version: 1,
  run: 'bench',
  scenario: 'control-plane-power',
  title: 'The controller that holds the addresses of a control plane loses power for 20 s',
  seed: 1,
  startedAt: '1970-01-01T00:00:00.000Z',
  topology: { name: 'control-plane', settings: {}, machines },
  workloads: systems.map((name) => ({
    name,
    system: name,
    vocabulary: 'set',
    lanes: 6,
    intervalMs: 10,
    deadlineMs: 1_000,
  })),
  schedule: [
    { atMs: 0, jitterMs: 0, fault: 'kill', settings: {}, lastsMs: 1e9, target: 'machine 1' },
  ],
  stabilityMs: 3_000,
  observeEveryMs: 100,
  expect: [],
  replay: '',
  versions: {},
};

const heading = {
  scenario: header.scenario,
  title: header.title,
  place: PLACE,
  activity: 'power-cycle at controller-1',
  notice: undefined,
};

/** 100 operations a second on each of six systems, each machine of each observed ten times a second. */
function* events(seconds: number): Generator<HistoryEvent> {
  const phases = ['form', 'steady', 'chaos'] as const;
  for (const phase of phases) yield { t: 0, type: 'phase', phase };
  yield {
    t: 0,
    type: 'blow',
    index: 0,
    fault: 'kill',
    settings: {},
    target: 'machine 1',
    machines: ['controller-1'],
  };
  yield { t: 0, type: 'injected', index: 0, uncertaintyMs: 1, proofs: [] };
  for (let id = 0; id < seconds * 100; id += 1) {
    const t = id * 10;
    for (const workload of systems) {
      yield { t, type: 'invoke', workload, id, lane: id % 6, due: t, f: 'add', value: id };
      yield { t: t + 3, type: id % 9 === 0 ? 'fail' : 'ok', workload, id };
    }
    if (id % 10 === 0) yield* observations(t);
  }
}

function* observations(t: number): Generator<HistoryEvent> {
  for (const system of systems) {
    for (const machine of machines) {
      const reachable = machine !== 'controller-1';
      const said = { reachable, role: 'replica', members: [machine], state: {} };
      yield { t, type: 'observation', system, machine, ...said };
    }
    const detail = `2 of 3 ${system} nodes are in sync, 1 of 3 voters absent`;
    yield { t, type: 'redundancy', system, full: false, detail };
  }
}
