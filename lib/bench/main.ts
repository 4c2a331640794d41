import { join } from 'node:path';
import Table from 'cli-table3';
import { packageFolder } from '../core/package-folder.ts';
import { silent } from '../core/progress.ts';
import { dockerPlatform } from '../engine/docker-platform.ts';
import { setUp } from '../engine/set-up.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { galeraReady, galeraReadyPlain } from './galera-ready.ts';
import { elapsed, type Timing, timed } from './median.ts';

/** `npm run bench`: what takes how long here, beside the plain way to do the same. */
const warm = () =>
  setUp({
    images: ['machine', 'galera'],
    folder: join(packageFolder, 'images'),
    env: process.env,
    progress: silent,
  });

console.error('setting up, then about a minute of measuring ...');
const ready = await warm();
const platform = dockerPlatform({ ...ready, keep: 'no' });

const table = new Table({
  head: ['what', 'median', 'from', 'to', 'repeats'],
  style: { head: [], border: [] },
});
const row = (what: string, { medianMs, minMs, maxMs, repeats }: Timing) =>
  table.push([what, ...[medianMs, minMs, maxMs].map((ms) => `${Math.round(ms)} ms`), repeats]);

row('set-up of a warm machine', await timed(10, () => elapsed(warm)));
const ours = await timed(7, () => galeraReady(platform));
row('three Galera nodes ready', ours);
const plain = await timed(3, () => galeraReadyPlain(platform));
row('the same, the plain way (state transfer)', plain);
row('a whole run on the toy cluster', await timed(10, () => elapsed(() => runInMemory())));

console.log(table.toString());
console.log(
  `Galera ready: ${(plain.medianMs / ours.medianMs).toFixed(1)} times as fast as the plain way`,
);
process.exit(0);
