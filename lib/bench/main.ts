import '../cli/short-pauses.ts';
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
import { findChromium, NO_CHROMIUM } from './chromium.ts';
import { clustersReady } from './cluster-ready.ts';
import { judgingClaims } from './judging.ts';
import { liveCost } from './live-cost.ts';
import { elapsed, timed } from './median.ts';
import { reportPages } from './report-pages.ts';
import { reportSpeed } from './report-speed.ts';
import { FILLED_MIB, snapshotTimes } from './snapshot-time.ts';
import {
  claimLine,
  comparisonTable,
  faultTable,
  startClaims,
  startTable,
  timingTable,
} from './tables.ts';
import { trendSpeed } from './trend-speed.ts';

/** `npm run bench`: what takes how long here, beside the plain way to do the same. */
const warm = () =>
  setUp({
    images: [
      ...['machine', 'ledger', 'metronome', 'arbitrator'],
      ...['galera', 'rabbitmq', 'rabbitmq-4', 'redis', 'edge', 'ceph'],
    ],
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
note('the live view of a control plane');
const live = liveCost(60);
const starts = await clustersReady({ platform, note, rounds: { ours: 7, plain: 3 } });
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
note('a store of 1,000 runs, and the page over them');
const trend = await trendSpeed(1_000);
const page = await openedReport();
note('done');

/** The page of a long run in a browser; nothing is claimed where there is none. */
async function openedReport() {
  const chromium = findChromium(process.env);
  if (chromium === undefined) {
    note(`the report page is not opened: ${NO_CHROMIUM}`);
    return [];
  }
  note('the report page of 1,000,000 operations in 10 minutes');
  await using pages = await reportPages(chromium);
  const { opened, megabytes } = await reportSpeed(pages, { operations: 1_000_000, minutes: 10 });
  const what = `The page of 1,000,000 operations (${megabytes.toFixed(2)} MB of 3 allowed) is open (p95)`;
  return [{ what, foundMs: opened.p95Ms, atMostMs: 2_000 }];
}

const { rule, ruleSkew, powerSkew } = blows;
console.log(
  timingTable([
    { what: 'set-up of a warm machine', timing: setUpTime },
    { what: 'a whole run on the toy cluster', timing: toyRun },
    { what: 'the live view of a control plane, drawn once', timing: live },
    { what: 'a network rule in force, from the order', timing: rule },
    { what: 'a rule on three machines: first to last', timing: ruleSkew },
    { what: 'a power cut of three machines: first to last', timing: powerSkew },
    { what: `snapshot of a live disk, ${FILLED_MIB} MiB of 2 GiB in use`, timing: snapshot.ours },
  ]),
);
console.log('\nFrom nothing to full redundancy, on disks that can lose power:');
console.log(startTable(starts));
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
  ]),
);
const claims = [
  ...startClaims(starts),
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
  { what: 'The live view, drawn once (p95)', foundMs: live.p95Ms, atMostMs: 1 },
  { what: 'The page over 1,000 runs, from their store', foundMs: trend.ms, atMostMs: 2_000 },
];
console.log('');
for (const claim of [...claims, ...judging, ...page]) console.log(claimLine(claim));
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(
  `1,000 runs: a store of ${megabytes(trend.storeBytes)}, a page of ${megabytes(trend.pageBytes)}`,
);
console.log(`\n${calibrationReport(calibration)}\n`);
console.log(`All of it took ${Math.round((monotonicClock.now() - startedAt) / 1_000)} s.`);
process.exit(0);
