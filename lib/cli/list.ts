import { Command } from 'commander';
import { namedScenarios } from '../harness/named-scenarios.ts';

interface ListFlags {
  readonly suites?: string;
  readonly json?: true;
}

/** `blackstart list`: which scenarios there are. */
export function listCommand(): Command {
  return new Command('list')
    .description('show the scenarios that can be run')
    .argument('[scenario...]', 'names, files in YAML or JSON, or folders of them; all if none')
    .option('--suites <folder>', 'take scenarios from this folder')
    .option('--json', 'print them as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], { suites, json }: ListFlags) => {
      const scenarios = await namedScenarios(names, suites);
      if (json === true) {
        const values = scenarios.map(({ name, title, topology, expect, file }) => ({
          name,
          title,
          topology: topology.name,
          expect,
          ...(file === undefined ? {} : { file }),
        }));
        console.log(JSON.stringify(values, null, 2));
        return;
      }
      const width = Math.max(...scenarios.map(({ name }) => name.length));
      for (const { name, title } of scenarios) console.log(`${name.padEnd(width)}  ${title}`);
      const isOfFiles = scenarios.some(({ file }) => file !== undefined);
      console.log(`\nRun one with: blackstart run ${isOfFiles ? '<file>' : '<name>'}`);
    });
}

const EXAMPLES = `
Examples:
  blackstart list
  blackstart list incident.yaml     what a file holds
  blackstart list --json`;
