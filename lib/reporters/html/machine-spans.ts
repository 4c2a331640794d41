import type { EventOf, Fact, History } from '../../core/history.ts';
import { type Span, spansOf } from './spans.ts';

/** What one system said of itself on one machine, over time. */
export interface MachineLane {
  readonly system: string;
  readonly machine: string;
  readonly spans: readonly Span[];
}

type Observation = EventOf<'observation'>;

/** A word that takes more values than this in a run is a counter in disguise, not a state. */
const STATE_WORDS = 12;

/** One lane a machine and system, in the order of the topology. */
export function machineLanes({ header, events }: History, shortestMs: number): MachineLane[] {
  const observations = events.filter((event) => event.type === 'observation');
  const place = ({ machine }: Observation) => header.topology.machines.indexOf(machine);
  return [...Map.groupBy(observations, ({ system }) => system)].flatMap(([system, own]) => {
    const words = stateWords(own);
    const lanes = Map.groupBy(
      own.toSorted((one, other) => place(one) - place(other) || one.t - other.t),
      ({ machine }) => machine,
    );
    return [...lanes].map(([machine, seen]) => ({
      system,
      machine,
      spans: spansOf(
        seen.map((one) => ({ t: one.t, look: look(one), label: label(one, words) })),
        { everyMs: header.observeEveryMs, shortestMs },
      ),
    }));
  });
}

function look({ reachable, role }: Observation): Span['look'] {
  if (!reachable) return 'unreachable';
  return role === 'primary' || role === 'replica' ? role : 'neither';
}

/** `primary, Synced`: the role, then the product's own words, each once. */
function label({ reachable, role, state }: Observation, words: ReadonlySet<string>): string {
  if (!reachable) return 'unreachable';
  const said = Object.entries(state)
    .filter(([name, fact]) => words.has(name) && fact !== '')
    .map(([, fact]) => String(fact));
  const claim = role === 'none' ? 'no role' : role;
  const news = said.filter((word) => word.toLowerCase() !== claim.toLowerCase());
  return [claim, ...new Set(news)].join(', ');
}

function stateWords(observations: readonly Observation[]): ReadonlySet<string> {
  const values = new Map<string, Set<Fact>>();
  for (const [name, fact] of observations.flatMap(({ state }) => Object.entries(state))) {
    if (typeof fact !== 'string') continue;
    values.set(name, (values.get(name) ?? new Set()).add(fact));
  }
  return new Set([...values].filter(([, seen]) => seen.size <= STATE_WORDS).map(([name]) => name));
}
