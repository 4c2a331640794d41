import {
  afterRecovery,
  all,
  at,
  cache,
  chaos,
  controlPlane,
  type EdgeLoss,
  type Expectation,
  fixtureFolder,
  hashClient,
  kill,
  machine,
  milliseconds,
  noPhantoms,
  nothingDiverged,
  nothingLost,
  ofBlow,
  ofWorkload,
  partition,
  powerCycle,
  predictEdgeLoss,
  predictGaleraLoss,
  predictGaleraSilence,
  predictKeystoneSilence,
  predictMemcachedLoss,
  predictRabbitmqKill,
  predictRabbitmqSilence,
  predictRedisLoss,
  projects,
  queue,
  requests,
  role,
  rto,
  seconds,
  service,
  set,
  tokens,
  twoPrimaries,
} from '../lib/index.ts';

/** Eighteen services are asked what they are: every 100 ms that takes a tenth of two processors. */
const timing = {
  steadyMs: seconds(2),
  stabilityMs: seconds(3),
  recoverWithinMs: seconds(60),
  observeEveryMs: 250,
};

/**
 * What users and services ask of a control plane, all at once: 214 operations a second. Those of
 * Keystone are few, and so are its clients, as each takes it 15 to 60 ms of a processor, and there are two;
 * a login 200 ms.
 */
const everything = [
  set({ name: 'database', ratePerSecond: 50 }),
  queue({ name: 'messages', ratePerSecond: 50, deadlineMs: seconds(2) }),
  set({ name: 'coordination', on: 'redis', ratePerSecond: 30 }),
  cache({ ratePerSecond: 50 }),
  requests({ name: 'web', ratePerSecond: 30 }),
  projects({ ratePerSecond: 2, lanes: 2 }),
  tokens({ ratePerSecond: 2, lanes: 2 }),
];

const edgeFolders = [fixtureFolder('edge'), fixtureFolder('control-plane')];

const loss = (what: EdgeLoss): number => predictEdgeLoss(what, { folders: edgeFolders }).maxMs;

/** A machine that holds an address goes silent: VRRP and HAProxy notice it by themselves. */
const holder = loss('holder-silent');

/** The database is behind the edge: what takes longer of the two counts. */
const database = Math.max(holder, predictGaleraSilence().maxMs);

/** A client of the cache asks every 120 ms, and seldom eight times in a row past any of three hosts. */
const PACE_MS = milliseconds(1_000);

/** How long each service may be away when a controller goes silent, from its own configuration. */
const predicted = {
  database,
  messages: predictRabbitmqSilence().maxMs,
  coordination: predictRedisLoss().maxMs,
  cache: predictMemcachedLoss(hashClient, { host: 'silent', askedEveryMs: PACE_MS }).maxMs,
  web: holder,
};

/** The same for whoever logs in, as hardened: its Keystone gives each query a time. */
const logins = predictKeystoneSilence({ databaseMs: database, addressMs: holder }, [
  fixtureFolder('keystone'),
  fixtureFolder('profiles/hardened/keystone'),
]).maxMs;

/**
 * Each service is back in time. What the return of a controller costs is in the report, and not bounded: no
 * configuration says what it takes of the processors to start everything at once.
 */
const inTime = (bounds: Readonly<Record<string, number>>): readonly Expectation[] =>
  Object.entries(bounds).map(([name, maxMs]) => ofWorkload(name, rto.all.atMost(maxMs)));

const soundData = [nothingLost, noPhantoms, nothingDiverged];

/** The plug of the controller that has it all: the addresses, the node that takes writes, the leaders. */
export const controlPlanePower = chaos('control-plane-power', {
  title: 'The controller that holds the addresses of a control plane loses power for 20 s',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: everything,
  schedule: [at(0, powerCycle({ offFor: seconds(20) }), role('primary', { of: 'edge' }))],
  expect: [
    ...inTime({ ...predicted, projects: logins, tokens: logins }),
    ...soundData,
    twoPrimaries.never,
  ],
  timing,
});

const { cache: firstLossOfCache, ...ofEachController } = predicted;

/**
 * Each controller in turn, when the one before is back: a rolling maintenance that nobody announced. Clients of
 * the cache ask nobody that was lost for a minute (dead_timeout): by the third loss they have no host left.
 */
export const controlPlaneRolling = chaos('control-plane-rolling', {
  title: 'Each controller of a control plane loses power for 8 s, one after another',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: everything,
  schedule: [1, 2, 3].map((number) =>
    afterRecovery(powerCycle({ offFor: seconds(8) }), machine(number)),
  ),
  expect: [
    ...inTime(ofEachController),
    ofBlow(1, ofWorkload('cache', rto.all.atMost(firstLossOfCache))),
    ...soundData,
    twoPrimaries.never,
  ],
  timing,
});

const killed = (name: string, of: string) => service(name, role('primary', { of }));

/**
 * A process a time, where it matters most. keepalived is left out: killed, it leaves its address where
 * it was, and there are two holders (edge-kill).
 */
export const controlPlaneKills = chaos('control-plane-kills', {
  title: 'Each service of a control plane is killed in turn, where it leads',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: everything,
  schedule: [
    at(0, kill({ downFor: seconds(4) }), service('mariadb', role('primary', { of: 'edge' }))),
    afterRecovery(kill({ downFor: seconds(4) }), killed('rabbitmq', 'rabbitmq')),
    afterRecovery(kill({ downFor: seconds(12) }), killed('redis', 'redis')),
    afterRecovery(kill({ downFor: seconds(4) }), killed('haproxy', 'edge')),
    afterRecovery(kill({ downFor: seconds(4) }), killed('nginx', 'edge')),
  ],
  expect: [
    ofBlow(
      1,
      ofWorkload(
        'database',
        rto.all.atMost(Math.max(loss('backend-killed'), predictGaleraLoss().maxMs)),
      ),
    ),
    ofBlow(2, ofWorkload('messages', rto.all.atMost(predictRabbitmqKill().maxMs))),
    ofBlow(3, ofWorkload('coordination', rto.all.atMost(predictRedisLoss().maxMs))),
    ofBlow(4, ofWorkload('web', rto.all.atMost(loss('haproxy-killed')))),
    ofBlow(5, ofWorkload('web', rto.all.atMost(loss('backend-killed')))),
    ...soundData,
    twoPrimaries.never,
  ],
  timing,
});

/**
 * Ground truth: a controller that the others don't hear has no majority in the database and in the
 * queue, and takes both addresses, as VRRP knows no majority. It must be red, by that alone.
 */
export const controlPlaneIsolated = chaos('control-plane-isolated', {
  title: 'A controller of a control plane is cut from the others for 15 s, and not from clients',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: everything,
  schedule: [at(0, partition({ lasts: seconds(15) }), machine(3))],
  expect: [...soundData, twoPrimaries.never],
  timing,
});

/** The reverse: no user hears the controller with the addresses, and its peers do. They stay where they are. */
export const controlPlaneUnreachable = chaos('control-plane-unreachable', {
  title: 'Users are cut from the controller that holds the addresses for 15 s, its peers are not',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: everything,
  schedule: [
    at(
      0,
      partition({ lasts: seconds(15), shape: 'custom', cuts: 'clients <> controller-1' }),
      machine(1),
    ),
  ],
  expect: [...soundData, twoPrimaries.never],
  timing,
});

/**
 * The network between controllers drops, and users reach each of them. Each takes the addresses, as VRRP knows
 * no majority: red, by that alone. Nothing that is asked for a majority is answered, and nothing is lost.
 */
export const controlPlaneManagement = chaos('control-plane-management', {
  title: 'No controller of a control plane hears another for 30 s; users hear all',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: everything,
  schedule: [at(0, partition({ lasts: seconds(30), shape: 'apart' }), all({ of: 'edge' }))],
  expect: [...soundData, twoPrimaries.never],
  timing,
});

/**
 * Clients of a cache all of whose hosts were dead don't try again for a minute (pymemcache's
 * dead_timeout): it would only make the recording longer.
 */
const withoutCache = everything.filter(({ vocabulary }) => vocabulary !== 'cache');

/** When the power fails again: the database takes writes some 25 s after the first time. */
const AGAIN_AFTER_MS = seconds(35);

const darkness = [
  powerCycle({ offFor: seconds(5), backEveryMs: seconds(4), backIn: 'reverse' }),
  all({ of: 'edge' }),
] as const;

/**
 * Black start: all lose power at once, and come back one after another. What was acknowledged is there. For how
 * long each service was away is in the report; no configuration predicts that.
 */
export const controlPlaneBlackStart = chaos('control-plane-black-start', {
  title:
    'All controllers of a control plane lose power at once, and come back one by one, the last first',
  topology: controlPlane({ profile: 'hardened' }),
  workloads: withoutCache,
  schedule: [at(0, ...darkness)],
  expect: soundData,
  timing,
});

/**
 * Ground truth: the same as Kolla-Ansible deploys it. Acknowledged rows are lost: it must be red. Twice, as a node
 * that has flushed in that very moment spares them all; at a time of its own, as Redis may not be back before it.
 */
export const controlPlaneKollaBlackStart = chaos('control-plane-kolla-black-start', {
  ...controlPlaneBlackStart,
  title: 'All controllers of a control plane as Kolla-Ansible deploys it lose power at once, twice',
  topology: controlPlane({ profile: 'kolla' }),
  schedule: [at(0, ...darkness), at(AGAIN_AFTER_MS, ...darkness)],
  // Often enough that something has been acknowledged since the last flush of any node.
  workloads: [...withoutCache.slice(1), set({ name: 'database', ratePerSecond: 200 })],
});
