import { Command } from 'commander';
import { loadScenarios } from '../harness/scenarios.ts';

interface ListFlags {
  readonly suites?: string;
  readonly json?: true;
}

/** `blackstart list`: which scenarios there are. */
export function listCommand(): Command {
  return new Command('list')
    .description('show the scenarios that can be run')
    .option('--suites <folder>', 'take scenarios from this folder')
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart list\n  blackstart list --json')
    .action(async ({ suites, json }: ListFlags) => {
      const scenarios = await loadScenarios(suites);
      if (json === true) {
        const values = scenarios.map(({ name, title, topology, expect }) => ({
          name,
          title,
          topology: topology.name,
          expect,
        }));
        console.log(JSON.stringify(values, null, 2));
        return;
      }
      const width = Math.max(...scenarios.map(({ name }) => name.length));
      for (const { name, title } of scenarios) console.log(`${name.padEnd(width)}  ${title}`);
      console.log('\nRun one with: blackstart run <name>');
    });
}
