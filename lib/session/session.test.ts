import { describe, expect, test } from 'vitest';
import type { Capability } from '../core/capability.ts';
import { doubtsOf } from '../core/doubts.ts';
import { seconds } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import { historyOf } from '../core/event-log.ts';
import { type FaultSpec, UNTIL_HEALED_MS } from '../core/fault.ts';
import type { History, HistoryEvent, Json } from '../core/history.ts';
import type { Platform } from '../core/platform.ts';
import { silent } from '../core/progress.ts';
import type { Scenario } from '../core/scenario.ts';
import { at } from '../core/schedule.ts';
import { all, named, one, role, rolling, type Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';
import { clockSkew } from '../faults/clock-skew.ts';
import { faults } from '../faults/index.ts';
import { kill } from '../faults/kill.ts';
import { partition } from '../faults/partition.ts';
import { pause } from '../faults/pause.ts';
import { restart } from '../faults/restart.ts';
import { noStaleReads, nothingLost } from '../measures/expectations.ts';
import { longestOutage } from '../measures/longest-outage.ts';
import { lostWrites } from '../measures/lost-writes.ts';
import { rtoAll } from '../measures/rto.ts';
import { rtoRedundancy } from '../measures/rto-redundancy.ts';
import { type Dials, soundDials, ToyCluster } from '../memory/toy-cluster.ts';
import { toyPlatform } from '../memory/toy-platform.ts';
import { toyTopology } from '../memory/toy-system.ts';
import { virtualClock } from '../memory/virtual-clock.ts';
import { conduct } from '../run/conductor.ts';
import { factsOf, headerOf } from '../run/header.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { galera } from '../systems/galera/index.ts';
import { ledger } from '../systems/ledger.ts';
import { bank } from '../workloads/bank.ts';
import { set } from '../workloads/set.ts';
import type { Refusal, Withheld } from './blows-by-hand.ts';
import { offerOf, withheldFrom } from './offer.ts';
import { recordedScenario } from './recorded-scenario.ts';
import { openSession, type Session } from './session.ts';

interface Hands {
  readonly session: Session;
  readonly sleep: (ms: number) => Promise<void>;
}

interface Setting {
  /** Somebody else's machines, of which nobody can tell how redundant they are. */
  readonly borrowed?: true;
  readonly refusal?: Refusal;
  readonly withheld?: ReadonlyMap<Capability, Withheld>;
  readonly load?: 'from the start' | 'none';
  readonly signal?: AbortSignal;
  readonly dials?: Dials;
  /** Is told of each system in which something is made ready for a load. */
  readonly onPrepare?: (system: string) => void;
}

const toy = () =>
  toyTopology(new ToyCluster(['toy-1', 'toy-2', 'toy-3'], virtualClock(), soundDials));

const toyLoad = set({ on: 'toy', readEvery: 99 });

/** Brings a toy cluster up, does by hand what is told, and brings it down. */
async function byHand(
  act: (hands: Hands) => Promise<void>,
  {
    withheld = new Map(),
    load = 'from the start',
    signal,
    dials = soundDials,
    onPrepare = () => undefined,
    borrowed,
    refusal,
  }: Setting = {},
): Promise<History> {
  const clock = virtualClock();
  const cluster = new ToyCluster(['toy-1', 'toy-2', 'toy-3'], clock, dials);
  const own = toyPlatform({ cluster, clock });
  const platform: Platform = borrowed === undefined ? own : borrowing(own);
  const toy = noticing(toyTopology(cluster), onPrepare);
  const scenario: Scenario = {
    name: 'toy-by-hand',
    title: 'toy, by hand',
    topology: borrowed === undefined ? toy : unknownTo(toy),
    workloads: load === 'none' ? [] : [toyLoad],
    schedule: [],
    expect: [],
  };
  const { topology } = scenario;
  const session = openSession({
    ...{ topology, faults, withheld },
    ...(refusal === undefined ? {} : { refusal }),
  });
  const events: HistoryEvent[] = [];
  const recorder = { record: (event: HistoryEvent) => void events.push(event) };
  const { versions } = platform;
  await clock.run(async () => {
    const run = { run: 'memory', seed: 1, platform, faults, recorder, progress: silent, signal };
    const idle = load === 'none' ? [toyLoad] : [];
    const running = conduct(scenario, { ...run, act: session.act, idle });
    const acting = session.standing().then(() => act({ session, sleep: (ms) => clock.sleep(ms) }));
    await acting.finally(() => session.end());
    await running;
  });
  return historyOf(headerOf(scenario, { run: 'memory', seed: 1, startedAt: 0, versions }), events);
}

/** The same topology, which tells when something is made ready for a load. */
const noticing = (topology: Topology, notice: (system: string) => void): Topology => ({
  ...topology,
  systems: topology.systems.map((system) => {
    const noticed = Object.entries(system.vocabularies).map(([name, vocabulary]) => {
      const prepare: typeof vocabulary.prepare = (machines, settings) => {
        notice(system.name);
        return vocabulary.prepare(machines, settings);
      };
      return [name, { ...vocabulary, prepare }] as const;
    });
    return { ...system, vocabularies: Object.fromEntries(noticed) };
  }),
});

const borrowing = (own: Platform): Platform => ({
  ...own,
  provision: async (...asked) => ({ ...(await own.provision(...asked)), borrowed: true }),
});

/** With systems that nobody can tell anything of, as attached ones are. */
const unknownTo = (topology: Topology): Topology => ({
  ...topology,
  systems: topology.systems.map((system) => ({
    ...system,
    redundancy: (seen) => ({ ...system.redundancy(seen), known: false }),
  })),
});

const strike = ({ session }: Hands, fault: ReturnType<typeof kill>, target = role('primary')) =>
  session.blows().strike({ fault, target, words: wordsOf(fault, target) });

/** As a file has them. */
function wordsOf(fault: FaultSpec, target: Target): Json {
  const [document] = [at(0, fault, target)].map((blow) =>
    documentOf({ ...nothing, workloads: [toyLoad], schedule: [blow] }),
  );
  if (document === undefined || 'because' in document) throw new Error('no words');
  const [{ fault: said, target: aimed } = {}] = document.schedule;
  return JSON.parse(JSON.stringify({ fault: said, target: aimed }));
}

const nothing: Scenario = {
  name: 'nothing',
  title: 'nothing',
  topology: ledger({ flush: 'before' }),
  workloads: [],
  schedule: [],
  expect: [],
};

test('what is somebody else’s is not restarted in the end, and its redundancy is nowhere', async () => {
  const history = await byHand(
    async (hands) => {
      await strike(hands, kill({ downFor: seconds(5) }));
      await hands.sleep(seconds(12));
    },
    { borrowed: true },
  );
  const { events } = history;
  expect(events.of('end')).toMatchObject([{ outcome: 'complete' }]);
  expect(events.of('steadiness')).toMatchObject([{ steady: true }]);
  expect(events.of('redundancy')).toEqual([]);
  const passes = new Set(events.of('final-read').map(({ pass }) => pass));
  expect(passes).toEqual(new Set(['live']));
  expect(rtoRedundancy.of(history)).toEqual([]);
  expect(rtoAll.of(history)).toMatchObject([{ status: 'known' }]);
});

test('what some of its machines can’t take is refused before it is ordered', async () => {
  const history = await byHand(
    async (hands) => {
      const struck = strike(hands, kill({ downFor: seconds(1) }), named('toy-2'));
      await expect(struck).rejects.toThrow('not toy-2');
      await strike(hands, kill({ downFor: seconds(1) }), named('toy-3'));
    },
    {
      refusal: (_, { machines }) =>
        machines.includes('toy-2') ? new UsageError('not toy-2', { hint: '' }) : undefined,
    },
  );
  expect(history.header.schedule.map(({ target }) => target)).toEqual(['toy-3']);
  expect(doubtsOf(history)).toEqual([]);
});

test('what is done by hand is a history that is measured like any other', async () => {
  const history = await byHand(async (hands) => {
    await strike(hands, kill({ downFor: seconds(5) }));
    await hands.sleep(seconds(12));
  });
  expect(history.header.schedule).toMatchObject([
    { fault: 'kill', lastsMs: 5_000, target: 'role primary', jitterMs: 0 },
  ]);
  expect(doubtsOf(history)).toEqual([]);
  expect(history.events.of('end')).toMatchObject([{ outcome: 'complete' }]);
  const [recovery] = rtoAll.of(history);
  expect(recovery).toMatchObject({ status: 'known', subject: { blow: 0, workload: 'set' } });
  expect(recovery?.status === 'known' && recovery.value).toBeGreaterThan(900);
  expect(lostWrites.of(history)).toMatchObject([{ status: 'known', value: 0 }]);
});

test('a blow is told when it is done and looked at, and stays in force', async () => {
  const history = await byHand(async (hands) => {
    const struck = await strike(hands, pause({ lasts: seconds(40) }), named('toy-2'));
    expect(struck).toMatchObject({ number: 1, fault: 'pause', whom: 'toy-2', lastsMs: 40_000 });
    expect(struck.proofs.map(({ holds }) => holds)).toEqual([true]);
    expect(hands.session.blows()).toBeDefined();
  });
  expect(history.events.of('healed')).toHaveLength(1);
});

test('a blow is healed before its time, by its number, its kind, its machine, or all at once', async () => {
  const history = await byHand(async (hands) => {
    const { session, sleep } = hands;
    for (const what of ['1', 'pause', 'toy-2', undefined]) {
      await strike(hands, pause({ lasts: seconds(40) }), named('toy-2'));
      await sleep(seconds(1));
      const healed = await session.blows().heal(what);
      expect(healed.map(({ whom }) => whom)).toEqual(['toy-2']);
      expect(healed.flatMap(({ proofs }) => proofs).every(({ holds }) => holds)).toBe(true);
      if (what === '1')
        await expect(session.blows().heal('1')).rejects.toThrow('nothing is in force');
    }
  });
  const lasted = history.events.of('healed').map(({ t }, place) => {
    return Math.round((t - (history.events.of('injected')[place]?.t ?? 0)) / 1_000);
  });
  expect(lasted).toEqual([1, 1, 1, 1]);
  expect(doubtsOf(history)).toEqual([]);
});

test('a rolling blow that is healed meets nobody else', async () => {
  const history = await byHand(async (hands) => {
    const rolled = rolling(all());
    await strike(hands, kill({ downFor: seconds(40) }), rolled);
    await hands.session.blows().heal(undefined);
    await hands.sleep(seconds(60));
  });
  expect(history.events.of('blow').map(({ machines }) => machines)).toEqual([['toy-1']]);
  expect(doubtsOf(history)).toEqual([]);
});

test('going down cures what is in force, and proves it', async () => {
  const history = await byHand(async (hands) => {
    await strike(hands, kill({ downFor: seconds(3_600) }));
    await strike(hands, partition({ lasts: seconds(3_600) }), named('toy-3'));
  });
  expect(history.events.of('healed').map(({ index }) => index)).toEqual([0, 1]);
  expect(history.events.of('final-read')).toHaveLength(6);
  expect(doubtsOf(history)).toEqual([]);
});

test.each([
  ['a machine that is not there', kill({ downFor: 1 }), named('toy-9'), 'toy-1, toy-2, toy-3'],
  [
    'the same at the same',
    pause({ lasts: 1 }),
    named('toy-1', 'toy-2'),
    'in force already: 1: pause',
  ],
  ['what the host lacks', partition({ lasts: 1 }), named('toy-1'), 'this engine lacks'],
  ['a clock that is as it is', clockSkew({ lasts: 1, jumpMs: 1 }), named('toy-1'), 'skewed'],
])('%s is refused, and nothing is changed', async (_, fault, target, words) => {
  const withheld = withheldFrom(offerOf('plain'), new Map([['network-rules', 'no nftables']]));
  const history = await byHand(
    async (hands) => {
      await strike(hands, pause({ lasts: seconds(30) }), named('toy-2'));
      const refused = strike(hands, fault, target);
      await expect(refused).rejects.toThrow(words);
      await expect(refused).rejects.not.toThrow(/^blow/);
    },
    { withheld },
  );
  expect(history.events.of('ordered')).toHaveLength(1);
  expect(history.events.of('blow')).toHaveLength(1);
});

test('a role that nobody has now is refused with what everybody is', async () => {
  await byHand(async (hands) => {
    await strike(hands, kill({ downFor: seconds(30) }), all());
    await hands.sleep(seconds(1));
    await expect(strike(hands, restart())).rejects.toMatchObject({
      message: 'role primary: expected somebody to be that now, found nobody',
      hint: 'There are: toy-1 silent, toy-2 silent, toy-3 silent.',
    });
  });
});

test('a fault that can not be done is cured and told, and the session goes on', async () => {
  const history = await byHand(async (hands) => {
    await expect(strike(hands, partition({ lasts: 1_000 }), all())).rejects.toThrow(
      'has no peers to be isolated from',
    );
    await strike(hands, kill({ downFor: seconds(1) }));
    await hands.sleep(seconds(8));
  });
  expect(history.events.of('injected').map(({ index }) => index)).toEqual([1]);
  expect(history.events.of('end')).toMatchObject([{ outcome: 'complete' }]);
});

test('a load begins, ends and goes on: every operation is asked for once', async () => {
  const history = await byHand(
    async ({ session, sleep }) => {
      await session.loads().begin({ workload: toyLoad, words: 'set' });
      await expect(session.loads().begin({ workload: toyLoad, words: 'set' })).rejects.toThrow(
        'set is under way already',
      );
      await sleep(seconds(5));
      expect(await session.loads().end(undefined)).toEqual(['set']);
      await expect(session.loads().end('set')).rejects.toThrow('expected a load that is under way');
      await sleep(seconds(5));
      expect(await session.loads().resume()).toEqual(['set']);
      await sleep(seconds(5));
    },
    { load: 'none' },
  );
  expect(history.header.workloads).toMatchObject([{ name: 'set', system: 'toy' }]);
  const ids = [...history.events.operations('set')].map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, place) => place));
  expect(ids.length).toBeGreaterThan(990);
  expect(lostWrites.of(history)).toMatchObject([{ status: 'known', value: 0 }]);
});

test('what was stopped is not asked in another way, and nothing is asked twice of what is kept once', async () => {
  const history = await byHand(async ({ session }) => {
    const loads = session.loads();
    await loads.end(undefined);
    const faster = { workload: { ...toyLoad, ratePerSecond: 300 }, words: { set: { on: 'toy' } } };
    await expect(loads.begin(faster)).rejects.toThrow('set was stopped, and goes on as it was');
    const second = { workload: { ...toyLoad, name: 'more' }, words: { set: { name: 'more' } } };
    await expect(loads.begin(second)).rejects.toThrow("expected the only set of toy, found 'set'");
    await loads.begin({ workload: toyLoad, words: 'set' });
  });
  expect(history.events.of('load').map(({ stage }) => stage)).toEqual(['ends', 'begins']);
});

test.each([
  [0, 60],
  [45, 15],
  [100, 0],
])(
  'a cluster that is not well %i s after the last cure is waited for another %i s',
  async (looked, left) => {
    const never: Dials = { ...soundDials, recovery: 'never' };
    const history = await byHand(
      async (hands) => {
        await strike(hands, kill({ downFor: seconds(1) }));
        await hands.sleep(seconds(1 + looked));
      },
      { dials: never },
    );
    const [settle, final] = ['settle', 'final'].map(
      (phase) => history.events.of('phase').find((event) => event.phase === phase)?.t ?? 0,
    );
    expect(((final ?? 0) - (settle ?? 0)) / 1_000).toBeCloseTo(left, 0);
  },
);

test('what a load needs is there before it is asked, and is not made twice', async () => {
  const made: string[] = [];
  const history = await byHand(
    async ({ session, sleep }) => {
      expect(made).toEqual(['toy']);
      await session.loads().begin({ workload: toyLoad, words: 'set' });
      await sleep(seconds(5));
    },
    { load: 'none', onPrepare: (system) => made.push(system) },
  );
  expect(made).toEqual(['toy']);
  expect([...history.events.operations('set')].length).toBeGreaterThan(400);
});

test('while nobody asks, nothing is said of recovery', async () => {
  const history = await byHand(async (hands) => {
    const { session, sleep } = hands;
    await session.loads().end(undefined);
    await strike(hands, kill({ downFor: seconds(2) }));
    await sleep(seconds(8));
    await session.loads().resume();
    await sleep(seconds(8));
    await strike(hands, kill({ downFor: seconds(2) }));
    await sleep(seconds(1));
    await session.loads().end(undefined);
    await sleep(seconds(8));
    await session.loads().resume();
    await sleep(seconds(8));
  });
  const reason = 'its load was stopped';
  for (const measure of [rtoAll, longestOutage]) {
    expect(measure.of(history)).toMatchObject([
      { status: 'unknown', subject: { blow: 0 }, reason: expect.stringContaining(reason) },
      { status: 'censored', subject: { blow: 1 } },
    ]);
  }
});

test('an interruption undoes everything, as it does in a run', async () => {
  const interruption = new AbortController();
  const run = byHand(
    async (hands) => {
      await strike(hands, kill({ downFor: seconds(3_600) }));
      interruption.abort(new Error('enough'));
    },
    { signal: interruption.signal },
  );
  await expect(run).rejects.toThrow('enough');
});

describe('what was done by hand, as a scenario', () => {
  const recorded = (history: History, topology: Topology) =>
    recordedScenario(
      history,
      { ...nothing, topology, workloads: [toyLoad] },
      { name: 'kept', title: 'what happened' },
    );

  test('has the same blows after each other, each for as long as it lasted', async () => {
    const history = await byHand(async (hands) => {
      await hands.sleep(seconds(30));
      await strike(hands, pause({ lasts: seconds(40) }), named('toy-2'));
      await hands.sleep(seconds(3));
      await hands.session.blows().heal(undefined);
      await hands.sleep(seconds(7));
      await strike(hands, kill({ downFor: seconds(2) }));
      await hands.sleep(seconds(8));
      await strike(hands, kill({ downFor: UNTIL_HEALED_MS }), one());
      await hands.sleep(seconds(4));
    });
    const { schedule, expect: expected } = recorded(history, toy());
    const chosen = history.events.of('blow').at(-1)?.machines ?? [];
    expect(schedule.map(({ fault, target }) => [fault.kind, target.selection])).toEqual([
      ['pause', { select: 'named', names: ['toy-2'] }],
      ['kill', { select: 'role', role: 'primary' }],
      ['kill', { select: 'named', names: chosen }],
    ]);
    const times = schedule.map(({ when, fault }) => ['atMs' in when && when.atMs, fault.lastsMs]);
    expect(times[0]).toEqual([1_000, expect.closeTo(3_200, -3)]);
    expect(times[1]).toEqual([expect.closeTo(11_500, -3.2), 2_000]);
    expect(times[2]?.[1]).toEqual(expect.closeTo(4_000, -3));
    expect(schedule.every(({ jitterMs }) => jitterMs === 0)).toBe(true);
    expect(expected).toContainEqual(nothingLost);
    // A cluster may be read where it lags, and nobody said that this one may not.
    expect(expected).not.toContainEqual(noStaleReads);
  });

  test('asks what was asked, not what would have been', async () => {
    const slow = { set: { on: 'ledger', ratePerSecond: 20 } };
    const history = await byHand(
      async ({ session }) => {
        await session.loads().begin({ workload: { ...toyLoad, ratePerSecond: 20 }, words: slow });
      },
      { load: 'none' },
    );
    expect(recorded(history, nothing.topology).workloads).toEqual([
      expect.objectContaining({ name: 'set', ratePerSecond: 20 }),
    ]);
  });

  test('asks what it was brought up with, and what was begun beside it', () => {
    const topology = galera({ nodes: 3 });
    const begun = bank({ ratePerSecond: 20 });
    const words = { bank: { ratePerSecond: 20 } };
    const facts = factsOf(begun, topology);
    const history = historyOf(
      headerOf(
        { ...nothing, topology, workloads: [toyLoad] },
        { run: 'memory', seed: 1, startedAt: 0, versions: {} },
      ),
      [{ t: 1_000, type: 'load', workload: 'bank', stage: 'begins', facts, words }],
    );
    const asked = recorded(history, topology).workloads;
    expect(asked.map(({ name, ratePerSecond }) => [name, ratePerSecond])).toEqual([
      ['set', 100],
      ['bank', 20],
    ]);
  });

  test('expects that nothing is lost, also where nobody could be read in the end', async () => {
    const history = await byHand(async (hands) => {
      await strike(hands, kill({ downFor: seconds(1) }));
      await hands.sleep(seconds(2));
    });
    const error = { code: 'UNREADABLE', message: 'it handed nothing out' };
    const unread = historyOf(
      history.header,
      [...history.events].map((event) => {
        if (event.type !== 'final-read') return event;
        const { elements: _, ...asked } = event;
        return { ...asked, error };
      }),
    );
    expect(lostWrites.of(unread)).toMatchObject([{ status: 'unknown' }]);
    expect(recorded(unread, toy()).expect).toContainEqual(nothingLost);
  });

  test('asks the usual where nothing was asked', async () => {
    const history = await byHand((hands) => hands.sleep(seconds(1)), { load: 'none' });
    expect(recorded(history, nothing.topology).workloads).toEqual([toyLoad]);
  });

  test('leaves out what could not be done', async () => {
    const history = await byHand(async (hands) => {
      await strike(hands, partition({ lasts: 1_000 }), all()).catch(() => 'refused');
      await strike(hands, kill({ downFor: seconds(1) }));
    });
    expect(recorded(history, toy()).schedule.map(({ fault }) => fault.kind)).toEqual(['kill']);
  });
});
