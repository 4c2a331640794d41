import type { EventOf, Header, Proof } from '../core/history.ts';
import type { BlowStage, BlowState } from './state.ts';

/** Follows a schedule while it is carried out. */
export interface BlowsTrack {
  /** The chaos phase has begun. */
  begin(t: number): void;
  /** One more was added while the run went on. */
  order(blow: Planned): void;
  record(event: EventOf<'blow' | 'injected' | 'healed' | 'steadiness'>): void;
  at(t: number): readonly BlowState[];
}

type Planned = Header['schedule'][number];

/** One harm: a blow, or what of it one machine gets where they are met one after another. */
interface Harm {
  readonly blow: EventOf<'blow'>;
  injected?: EventOf<'injected'>;
  healed?: EventOf<'healed'>;
}

/** Nothing has fallen yet. */
export function trackBlows(planned: readonly Planned[]): BlowsTrack {
  const schedule = [...planned];
  const harms = schedule.map((): Harm[] => []);
  const withheld = new Set<number>();
  let beganAt: number | undefined;

  const harmOf = ({ index, step }: EventOf<'injected' | 'healed'>): Harm | undefined =>
    harms[index]?.find(({ blow }) => blow.step === step);
  return {
    begin: (t) => {
      beganAt = t;
    },
    order: (blow) => {
      schedule.push(blow);
      harms.push([]);
    },
    record: (event) => {
      if (event.type === 'blow') {
        harms[event.index]?.push({ blow: event });
        return;
      }
      if (event.type === 'steadiness') {
        // Unsteady at first, none of them falls.
        if (!event.steady) for (const index of indexesOf(event, schedule)) withheld.add(index);
        return;
      }
      const harm = harmOf(event);
      if (harm === undefined) return;
      if (event.type === 'injected') harm.injected = event;
      else harm.healed = event;
    },
    at: (t) =>
      schedule.flatMap((planned, index): readonly BlowState[] => {
        const { fault, target } = planned;
        const fallen = harms[index] ?? [];
        if (fallen.length > 0) return fallen.map((harm) => stateOf(harm, planned, t));
        const stage: BlowStage = withheld.has(index)
          ? { is: 'withheld' }
          : stageToCome(planned, beganAt, t);
        return [
          { number: `${index + 1}`, fault, whom: target, machines: [], stage, proven: 'not yet' },
        ];
      }),
  };
}

const indexesOf = (
  { index }: EventOf<'steadiness'>,
  schedule: readonly Planned[],
): Iterable<number> => (index === undefined ? schedule.keys() : [index]);

function stageToCome(
  { atMs, recoveredWithinMs }: Planned,
  beganAt: number | undefined,
  t: number,
): BlowStage {
  if (atMs === undefined || recoveredWithinMs !== undefined) return { is: 'after recovery' };
  return {
    is: 'to come',
    atMs,
    inMs: beganAt === undefined ? undefined : Math.max(0, beganAt + atMs - t),
  };
}

function stateOf(harm: Harm, { lastsMs }: Planned, t: number): BlowState {
  const { index, step, fault, machines, services, target } = harm.blow;
  return {
    number: step === undefined ? `${index + 1}` : `${index + 1}.${step + 1}`,
    fault,
    whom: (services ?? machines).join(', ') || target,
    machines,
    stage: stageOf(harm, lastsMs, t),
    proven: provenBy([...(harm.injected?.proofs ?? []), ...(harm.healed?.proofs ?? [])], harm),
  };
}

function stageOf({ blow, injected, healed }: Harm, lastsMs: number, t: number): BlowStage {
  if (blow.machines.length === 0) return { is: 'met nobody' };
  if (injected === undefined) return { is: 'falling', forMs: t - blow.t };
  const forMs = t - injected.t;
  if (healed === undefined) {
    return { is: 'in force', forMs, healsInMs: Math.max(0, lastsMs - forMs) };
  }
  return { is: 'healed', lastedMs: healed.t - injected.t, agoMs: t - healed.t };
}

function provenBy(proofs: readonly Proof[], { blow, injected }: Harm): BlowState['proven'] {
  if (blow.machines.length === 0 || proofs.some(({ holds }) => !holds)) return 'no';
  return injected === undefined ? 'not yet' : 'yes';
}
