import type { EventOf, Header, HistoryEvent, Phase, Recorder } from '../core/history.ts';
import type { LoadState, PhaseState, RedundancyState, RunState } from './state.ts';
import { trackBlows } from './track-blows.ts';
import { trackLoad } from './track-load.ts';
import { trackMachines } from './track-machines.ts';

/** A run that is watched: takes its events as they are recorded, and says what they come to. */
export interface LiveRun extends Recorder {
  /** @param t on the run's own clock, not before the latest event */
  at(t: number): RunState;
}

const phases: readonly Phase[] = ['form', 'steady', 'chaos', 'heal', 'settle', 'final'];

/** Nothing has happened yet. Keeps what is to be seen and no more, however long a run is. */
export function liveRun({ seed, topology, workloads, schedule }: Header): LiveRun {
  const loads = new Map(workloads.map((workload) => [workload.name, trackLoad(workload)]));
  const machines = trackMachines(topology.machines);
  const blows = trackBlows(schedule);
  const begun = new Map<Phase, number>();
  const stopped = new Set<string>();
  const redundancies = new Map<string, EventOf<'redundancy'> & { readonly since: number }>();
  const deadlines = workloads.map(({ deadlineMs }) => deadlineMs);
  let late = { lateMs: 0, worstMs: 0 };
  let end: EventOf<'end'> | undefined;

  const record = (event: HistoryEvent): void => {
    switch (event.type) {
      case 'invoke':
        loads.get(event.workload)?.begin(event);
        break;
      case 'ok':
      case 'fail':
      case 'info':
        loads.get(event.workload)?.settle(event);
        break;
      case 'phase':
        begun.set(event.phase, event.t);
        if (event.phase === 'chaos') blows.begin(event.t);
        break;
      case 'blow':
      case 'injected':
      case 'healed':
      case 'steadiness':
        blows.record(event);
        break;
      case 'observation':
        machines.record(event);
        break;
      case 'redundancy': {
        const before = redundancies.get(event.system);
        const since = before?.full === event.full ? before.since : event.t;
        redundancies.set(event.system, { ...event, since });
        break;
      }
      case 'harness': {
        // As measures have it: after the load, nobody waits for the harness.
        if (begun.has('final')) break;
        const lateMs = Math.max(event.latenessMaxMs, event.loopDelayMaxMs);
        late = { lateMs, worstMs: Math.max(late.worstMs, lateMs) };
        break;
      }
      case 'end':
        end = event;
        break;
      case 'ordered':
        blows.order(event.blow);
        break;
      case 'load':
        if (event.facts !== undefined) {
          loads.set(event.workload, trackLoad(event.facts));
          deadlines.push(event.facts.deadlineMs);
        }
        if (event.stage === 'ends') stopped.add(event.workload);
        else stopped.delete(event.workload);
        break;
      case 'log':
      case 'final-read':
        break;
    }
  };

  const at = (now: number): RunState => {
    const t = end?.t ?? now;
    const fallen = blows.at(t);
    const load = loadStage(begun, end);
    return {
      seed,
      phases: phases.map((phase, place) => phaseState(phase, place, { begun, end, t })),
      loads: [...loads].map(([name, one]) => ({
        ...one.at(t),
        stage: load === 'under way' && stopped.has(name) ? ('stopped' as const) : load,
      })),
      machines: machines.at(t, fallen),
      redundancies: [...redundancies.values()].map((one) => redundancyState(one, t)),
      blows: fallen,
      harness:
        load === 'under way' && deadlines.length > 0
          ? { ...late, toleratedMs: Math.min(...deadlines) / 4 }
          : undefined,
      outcome: end?.outcome,
    };
  };
  return { record, at };
}

interface Passage {
  readonly begun: ReadonlyMap<Phase, number>;
  readonly end: EventOf<'end'> | undefined;
  readonly t: number;
}

function phaseState(phase: Phase, place: number, { begun, end, t }: Passage): PhaseState {
  const from = begun.get(phase);
  if (from === undefined) return { phase, stage: 'to come', forMs: 0 };
  const next = phases.slice(place + 1).find((later) => begun.has(later));
  const until = next === undefined ? end?.t : begun.get(next);
  if (until === undefined) return { phase, stage: 'under way', forMs: t - from };
  return { phase, stage: 'over', forMs: until - from };
}

function loadStage(
  begun: ReadonlyMap<Phase, number>,
  end: EventOf<'end'> | undefined,
): LoadState['stage'] {
  if (end !== undefined || begun.has('final')) return 'over';
  return begun.has('steady') ? 'under way' : 'to come';
}

const redundancyState = (
  { system, full, detail, since }: EventOf<'redundancy'> & { readonly since: number },
  t: number,
): RedundancyState => ({ system, full, detail, forMs: t - since });
