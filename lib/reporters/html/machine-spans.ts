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
  const observations = events.of('observation');
  const place = ({ machine }: Observation) => header.topology.machines.indexOf(machine);
  return [...Map.groupBy(observations, ({ system }) => system)].flatMap(([system, own]) => {
    const words: Words = {
      states: stateWords(own),
      machines: new Set(header.topology.machines),
      hasRoles: own.some(({ role }) => role === 'primary' || role === 'replica'),
    };
    const lanes = Map.groupBy(
      own.toSorted((one, other) => place(one) - place(other) || one.t - other.t),
      ({ machine }) => machine,
    );
    return [...lanes].map(([machine, seen]) => ({
      system,
      machine,
      spans: spansOf(
        seen.map((one) => ({ t: one.t, look: look(one, words), label: label(one, words) })),
        { everyMs: header.observeEveryMs, shortestMs },
      ),
    }));
  });
}

interface Words {
  /** Names of the facts that say in what state a machine is. */
  readonly states: ReadonlySet<string>;
  readonly machines: ReadonlySet<string>;
  /** Whether there is any role in this system. */
  readonly hasRoles: boolean;
}

function look({ reachable, role }: Observation, { hasRoles }: Words): Span['look'] {
  if (!reachable) return 'unreachable';
  if (!hasRoles) return 'up';
  return role === 'primary' || role === 'replica' ? role : 'neither';
}

/** `primary, Synced`: the role, then the product's own words, each once. */
function label({ reachable, role, state }: Observation, words: Words): string {
  if (!reachable) return 'unreachable';
  const said = Object.entries(state).flatMap(([name, fact]) =>
    words.states.has(name) && typeof fact === 'string' && fact !== ''
      ? [stateText(name, fact, words)]
      : [],
  );
  const claim = words.hasRoles ? (role === 'none' ? 'no role' : role) : 'answers';
  const news = said.filter((word) => word.toLowerCase() !== claim.toLowerCase());
  return [claim, ...new Set(news)].join(', ');
}

/** A list of machines says nothing without the name of the fact. */
function stateText(name: string, fact: string, { machines }: Words): string {
  const listed = new Set(fact.split(' '));
  if (![...listed].every((word) => machines.has(word))) return fact;
  return `${name} ${listed.size === machines.size ? 'all' : [...listed].join(' ')}`;
}

function stateWords(observations: readonly Observation[]): ReadonlySet<string> {
  const values = new Map<string, Set<Fact>>();
  for (const [name, fact] of observations.flatMap(({ state }) => Object.entries(state))) {
    if (typeof fact !== 'string' || name === 'version') continue;
    values.set(name, (values.get(name) ?? new Set()).add(fact));
  }
  return new Set([...values].filter(([, seen]) => seen.size <= STATE_WORDS).map(([name]) => name));
}
