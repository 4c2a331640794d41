import { Command } from 'commander';
import { silent } from '../core/progress.ts';
import { removeAbandonedBases } from '../engine/home-made-base.ts';
import { findRemains } from '../engine/sweep.ts';
import { buryDead } from '../session/bury.ts';
import { connectOrStart } from './connect.ts';
import { curedLines, isCured } from './cured.ts';

const ERROR = 3;

/** `blackstart clean`: removes whatever any run left, and nothing that is not ours. */
export function cleanCommand(exit: (code: number) => void): Command {
  return new Command('clean')
    .description(
      'remove whatever earlier runs left: containers, networks, volumes, disks with their mounts and loop devices; cure what they left in attached projects',
    )
    .option('--json', 'print what was removed as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart clean')
    .action(async ({ json }: { readonly json?: true }) => {
      const { docker } = await connectOrStart();
      await removeAbandonedBases();
      const { cured, removed, buried } = await buryDead(docker, {
        ...{ env: process.env, progress: silent, kept: 'remove' },
      });
      const left = await findRemains(docker);
      exit(isCured(cured) ? 0 : ERROR);
      if (json === true) {
        console.log(JSON.stringify({ cured, removed, left }, null, 2));
        return;
      }
      for (const line of curedLines(cured)) console.log(line);
      for (const { run, containers, racks, networks, loops } of removed) {
        const count = containers.length + racks.length;
        console.log(
          `removed run ${run}: ${count} containers, ${networks.length} networks, ${loops.length} loop devices`,
        );
      }
      for (const { run, owner } of left) {
        const why = owner === 'alive' ? 'it is still running' : 'another host runs it';
        console.log(`left run ${run}: ${why}`);
      }
      for (const { cluster, result } of buried) {
        const report = result === undefined ? 'nothing was recorded' : result.files.html;
        console.log(`closed ${cluster.name}, whose process is gone: ${report}`);
      }
      if (cured.length + removed.length + left.length + buried.length === 0)
        console.log('nothing to remove');
    });
}
