import { Command } from 'commander';
import { removeAbandonedBases } from '../engine/home-made-base.ts';
import { findRemains, sweep } from '../engine/sweep.ts';
import { journalFolder, removeDeadJournals } from '../harness/journal-file.ts';
import { connectOrStart } from './connect.ts';

/** `blackstart clean`: removes whatever any run left, and nothing that is not ours. */
export function cleanCommand(exit: (code: number) => void): Command {
  return new Command('clean')
    .description(
      'remove whatever earlier runs left: containers, networks, volumes, disks with their mounts and loop devices',
    )
    .option('--json', 'print what was removed as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart clean')
    .action(async ({ json }: { readonly json?: true }) => {
      const { docker } = await connectOrStart();
      await removeAbandonedBases();
      const removed = await sweep(docker, { kept: 'remove' });
      removeDeadJournals(journalFolder(process.env));
      const left = await findRemains(docker);
      exit(0);
      if (json === true) {
        console.log(JSON.stringify({ removed, left }, null, 2));
        return;
      }
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
      if (removed.length + left.length === 0) console.log('nothing to remove');
    });
}
