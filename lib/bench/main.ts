import { join } from 'node:path';
import { monotonicClock } from '../core/clock.ts';
import { packageFolder } from '../core/package-folder.ts';
import { silent } from '../core/progress.ts';
import { probeCapabilities } from '../engine/capabilities.ts';
import { dockerPlatform } from '../engine/docker-platform.ts';
import { setUp } from '../engine/set-up.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { measureBlows } from './blows.ts';
import { calibrate } from './calibration.ts';
import { calibrationReport } from './calibration-report.ts';
import { galeraReady, galeraReadyPlain } from './galera-ready.ts';
import { judgingClaims } from './judging.ts';
import { elapsed, timed } from './median.ts';
import { FILLED_MIB, snapshotTimes } from './snapshot-time.ts';
import { claimLine, comparisonTable, faultTable, timingTable } from './tables.ts';

/** `npm run bench`: what takes how long here, beside the plain way to do the same. */
const warm = () =>
  setUp({
    images: ['machine', 'galera', 'ledger', 'metronome'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });

const startedAt = monotonicClock.now();
const note = (what: string) => {
  const seconds = Math.round((monotonicClock.now() - startedAt) / 1_000);
  console.error(`${String(seconds).padStart(3)} s  ${what}`);
};

note('setting up; then some minutes of measuring');
const ready = await warm();
const image = ready.images.get('machine') ?? '';
const { degrader, lacking } = await probeCapabilities(ready.docker, image);
const platform = dockerPlatform({ ...ready, keep: 'no', degrader });

note('set-up of a warm machine');
const setUpTime = await timed(10, () => elapsed(warm));
note('a whole run on the toy cluster');
const toyRun = await timed(10, () => elapsed(() => runInMemory()));
note('three Galera nodes');
const ours = await timed(7, () => galeraReady(platform, 'no disks'));
note('three Galera nodes on disks');
const onDisks = await timed(7, () => galeraReady(platform, 'disks'));
note('three Galera nodes, the plain way');
const plain = await timed(3, () => galeraReadyPlain(platform));
note('snapshot of a disk');
const snapshot = await snapshotTimes(ready);
const blows = await measureBlows({ ready, platform, lacking, note });
note('a hundred outages by a script, and what is reported of them');
const calibration = await calibrate({
  platform,
  seed: 1,
  trials: 100,
  servers: 4,
  backOffMs: 5,
  note,
});
// Last: what it leaves on the heap would make the probes of others late.
const judging = await judgingClaims(note);
note('done');

const { rule, ruleSkew, powerSkew } = blows;
console.log(
  timingTable([
    { what: 'set-up of a warm machine', timing: setUpTime },
    { what: 'three Galera nodes ready', timing: ours },
    { what: 'the same, on disks that can lose power', timing: onDisks },
    { what: 'the same, the plain way (state transfer)', timing: plain },
    { what: 'a whole run on the toy cluster', timing: toyRun },
    { what: 'a network rule in force, from the order', timing: rule },
    { what: 'a rule on three machines: first to last', timing: ruleSkew },
    { what: 'a power cut of three machines: first to last', timing: powerSkew },
    { what: `snapshot of a live disk, ${FILLED_MIB} MiB of 2 GiB in use`, timing: snapshot.ours },
  ]),
);
console.log('\nFrom the order of a fault to its effect, and how much it looked at before that:');
console.log(faultTable(blows.faults));
console.log('partition meets every machine at one agreed time, a little ahead of its order.');
for (const remark of blows.remarks) console.log(remark);
console.log('\nBeside the plain way (medians):');
console.log(
  comparisonTable([
    ...blows.comparisons,
    {
      effect: 'snapshot of a disk',
      ours: snapshot.ours,
      uncertaintyMs: 0,
      way: 'cp in full',
      plain: snapshot.plain,
    },
    { effect: 'three Galera nodes ready', ours, uncertaintyMs: 0, way: 'state transfer', plain },
  ]),
);
const claims = [
  { what: 'A network rule is in force (p95)', foundMs: rule.p95Ms, atMostMs: 5 },
  ...blows.faults
    .filter(({ kind }) => ['unplug', 'reset'].includes(kind))
    .map(({ kind, fromOrder: { p95Ms } }) => ({
      what: `The rule of ${kind} is in force (p95)`,
      foundMs: p95Ms,
      atMostMs: 5,
    })),
  { what: 'A rule on three machines, first to last (p95)', foundMs: ruleSkew.p95Ms, atMostMs: 5 },
  { what: 'A power cut of three, first to last (p95)', foundMs: powerSkew.p95Ms, atMostMs: 5 },
  { what: 'A snapshot of a live disk (p95)', foundMs: snapshot.ours.p95Ms, atMostMs: 20 },
];
console.log('');
for (const claim of [...claims, ...judging]) console.log(claimLine(claim));
console.log(
  `Galera ready: ${(plain.medianMs / ours.medianMs).toFixed(1)} times as fast as the plain way`,
);
console.log(`\n${calibrationReport(calibration)}\n`);
console.log(`All of it took ${Math.round((monotonicClock.now() - startedAt) / 1_000)} s.`);
process.exit(0);
