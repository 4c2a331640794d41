import { Command, Option } from 'commander';
import { UsageError } from '../core/errors.ts';
import { namedScenarios } from '../harness/named-scenarios.ts';
import { documentOf } from '../scenarios/document-of.ts';
import { written, yamlOf } from '../scenarios/write-scenario.ts';
import { suiteOf } from '../scenarios/write-suite.ts';
import { saveScenario } from '../session/save-scenario.ts';

interface ExportFlags {
  readonly typescript?: true;
  readonly json?: true;
  readonly suites?: string;
}

/** `blackstart scenario`: scenarios as files. */
export function scenarioCommand(): Command {
  return new Command('scenario')
    .description('scenarios as files: docs/scenarios.md')
    .addHelpText('after', EXAMPLES)
    .addCommand(exportCommand())
    .addCommand(saveCommand());
}

interface SaveFlags {
  readonly from?: string;
  readonly title?: string;
  readonly json?: true;
}

function saveCommand(): Command {
  return new Command('save')
    .description('write what was done by hand as a scenario: <name>.yaml')
    .argument('<name>', 'what it is to be called')
    .option('--from <folder>', 'of a run; the cluster that is up, or reports/latest, if not given')
    .option('--title <sentence>', 'what happens')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { from, title, json }: SaveFlags) => {
      const saved = await saveScenario({ name, title, from, env: process.env });
      if (json === true) {
        console.log(JSON.stringify(saved));
        return;
      }
      const { file, blows, options } = saved;
      console.log(`${file}: ${blows} ${blows === 1 ? 'blow' : 'blows'}`);
      if (options.length > 0) {
        console.log(`  it was brought up with ${options.join(' ')}, which is no part of it`);
      }
      console.log(`  next: blackstart run ${[file, ...options].join(' ')} --dry-run`);
    });
}

function exportCommand(): Command {
  return new Command('export')
    .description('print a scenario as a file: YAML, unless told otherwise')
    .argument('<scenario>', 'a name as `blackstart list` shows it, or a file in YAML or JSON')
    .addOption(
      new Option('--typescript', 'as TypeScript, for a folder of suites').conflicts('json'),
    )
    .option('--json', 'as JSON')
    .option('--suites <folder>', 'take scenarios from this folder')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, { typescript, json, suites }: ExportFlags) => {
      const [scenario] = await namedScenarios([name], suites);
      if (scenario === undefined) throw new RangeError(`${name} is no scenario`);
      const document = documentOf(scenario);
      if ('because' in document) {
        throw new UsageError(`${name}: no file can say it: ${document.because.join('; ')}`, {
          hint: 'It stays a suite: blackstart run finds it with --suites.',
        });
      }
      const file = written(document, process.cwd());
      if (typescript === true) process.stdout.write(suiteOf({ document, written: file }));
      else if (json === true) console.log(JSON.stringify(file, null, 2));
      else process.stdout.write(yamlOf(file));
    });
}

const EXAMPLES = `
Examples:
  blackstart scenario export galera-kill > incident.yaml    one of ours, to begin with
  blackstart run incident.yaml --dry-run                    what it would do
  blackstart scenario export incident.yaml --typescript     as a suite has it
  blackstart scenario save frozen-node                      what was done by hand: docs/by-hand.md`;
