import { UsageError } from '../core/errors.ts';
import type { Json } from '../core/history.ts';
import type { Topology } from '../core/topology.ts';
import type { Workload } from '../core/workload.ts';
import { factsOf } from '../run/header.ts';
import type { Load } from '../run/loads.ts';
import type { Stage } from '../run/stage.ts';

/** A workload as it is ordered; `words` are those of files of scenarios, for the history. */
export interface LoadOrder {
  readonly workload: Workload;
  readonly words: Json;
}

/** Workloads while a cluster stands. */
export interface LoadsByHand {
  underWay(): readonly string[];
  /** One that was stopped goes on where it ended, as it was. */
  begin(order: LoadOrder): Promise<void>;
  /** Begins all that were stopped; returns which. */
  resume(): Promise<readonly string[]>;
  /** Stops one, or all; returns which. */
  end(name: string | undefined): Promise<readonly string[]>;
}

/** Those of the stage are under way. */
export function loadsByHand(
  { loading, prepare, striking: { timeline, recorder } }: Stage,
  topology: Topology,
): LoadsByHand {
  const underWay = () => loading.operators.map(({ workload }) => workload);
  const note = (workload: string, stage: 'begins' | 'ends', more: object = {}) =>
    recorder.record({ t: timeline.now(), type: 'load', workload, stage, ...more });

  return {
    underWay,
    begin: async ({ workload, words }) => {
      const { name } = workload;
      if (underWay().includes(name)) {
        throw new UsageError(`${name} is under way already`, {
          hint: `blackstart load stop ${name} stops it; one more beside it needs a name: name=...`,
        });
      }
      const known = loading.loads.find((load) => load.workload.name === name);
      if (known !== undefined && isTold(words)) throw asItWas(name);
      assertAlone(workload, loading.loads, topology);
      const load = known ?? (await prepare(workload));
      note(
        name,
        'begins',
        known === undefined ? { facts: factsOf(workload, topology), words } : {},
      );
      loading.begin(load);
    },
    resume: async () => {
      const stopped = loading.loads.filter(({ workload }) => !underWay().includes(workload.name));
      for (const load of stopped) {
        note(load.workload.name, 'begins');
        loading.begin(load);
      }
      return stopped.map(({ workload }) => workload.name);
    },
    end: async (name) => {
      const chosen = underWay().filter((one) => name === undefined || one === name);
      if (chosen.length === 0) {
        const found = name === undefined ? 'none' : `'${name}'`;
        throw new UsageError(`expected a load that is under way, found ${found}`, {
          hint: `Under way: ${underWay().join(', ') || 'nothing'}.`,
        });
      }
      for (const one of chosen) {
        await loading.end(one);
        note(one, 'ends');
      }
      return chosen;
    },
  };
}

/** Whether settings are given, beside the name of a workload. */
const isTold = (words: Json): boolean => typeof words !== 'string';

const asItWas = (name: string): UsageError =>
  new UsageError(`${name} was stopped, and goes on as it was: expected no settings for it`, {
    hint: `blackstart load start ${name}; asked in another way, it is another cluster: blackstart down, and up with --no-load.`,
  });

/** Of two that keep the same, nobody could say in the end whose an element is. */
function assertAlone(
  { name, system, vocabulary }: Workload,
  loads: readonly Load[],
  { systems }: Topology,
): void {
  const keeps = systems.find((one) => one.name === system)?.vocabularies[vocabulary]?.readAll;
  const other = loads.find(
    ({ workload }) =>
      workload.name !== name && workload.system === system && workload.vocabulary === vocabulary,
  );
  if (keeps === undefined || other === undefined) return;
  throw new UsageError(
    `${name}: expected the only ${vocabulary} of ${system}, found '${other.workload.name}' beside it: they would share what is kept`,
    { hint: `Ask something else, or begin without: blackstart up ... --no-load.` },
  );
}
