import './short-pauses.ts';
import { Command, CommanderError } from 'commander';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import { attachCommand } from './attach.ts';
import { bundleCommand } from './bundle.ts';
import { captureCommand } from './capture.ts';
import { cleanCommand } from './clean.ts';
import { completionCommand } from './completion.ts';
import { doctorCommand } from './doctor.ts';
import { downCommand } from './down.ts';
import { exploreCommand } from './explore.ts';
import { faultCommand } from './fault.ts';
import { gateCommand } from './gate.ts';
import { healCommand } from './heal.ts';
import { judgeCommand } from './judge.ts';
import { keeperCommand } from './keeper.ts';
import { listCommand } from './list.ts';
import { loadCommand } from './load.ts';
import { logsCommand } from './logs.ts';
import { prepareCommand } from './prepare.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { scenarioCommand } from './scenario.ts';
import { shellCommand } from './shell.ts';
import { shrinkCommand } from './shrink.ts';
import { statusCommand } from './status.ts';
import { trendCommand } from './trend.ts';
import { upCommand } from './up.ts';

const USAGE = 64;
const ERROR = 3;

/** Runs a command line; what comes back is the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const exit = (of: number) => {
    code = of;
  };
  const program = new Command('blackstart')
    .description('Chaos tests against real containers: what does it cost to lose a node?')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(blackstart --help shows the commands and examples)')
    .addCommand(runCommand(exit))
    .addCommand(gateCommand(exit))
    .addCommand(exploreCommand(exit))
    .addCommand(shrinkCommand(exit))
    .addCommand(replayCommand(exit))
    .addCommand(bundleCommand())
    .addCommand(listCommand())
    .addCommand(scenarioCommand())
    .addCommand(upCommand())
    .addCommand(attachCommand())
    .addCommand(statusCommand())
    .addCommand(faultCommand(exit))
    .addCommand(healCommand(exit))
    .addCommand(loadCommand())
    .addCommand(shellCommand(exit))
    .addCommand(logsCommand())
    .addCommand(captureCommand())
    .addCommand(downCommand(exit))
    .addCommand(keeperCommand(), { hidden: true })
    .addCommand(prepareCommand())
    .addCommand(doctorCommand(exit))
    .addCommand(cleanCommand(exit))
    .addCommand(judgeCommand(exit))
    .addCommand(trendCommand())
    .addCommand(reportCommand(exit));
  program.addCommand(completionCommand(program));
  for (const command of withCommands(program)) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return complain(error, argv.includes('--json'));
  }
}

/** Itself and all that is under it. */
const withCommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withCommands),
];

const EXAMPLES = `
Examples:
  blackstart run galera-kill             kill a Galera node and judge what it cost
  blackstart run galera-kill --seed 7    the same choices again
  blackstart judge reports/latest/history.jsonl
  blackstart up galera                   a cluster to break by hand: docs/by-hand.md
  blackstart attach --project shop       somebody else's containers, left as they were: docs/attach.md
  blackstart trend                       what all runs show together: reports/index.html
  blackstart gate --candidate my-change  is this configuration change safe?
  blackstart doctor                      what this machine lacks, and the cure

Exit codes: 0 pass, 1 fail, 2 unknown, 3 error, 64 wrong usage.`;

/** One clear message with the next step, or one JSON value; and the exit code. */
function complain(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  const known = error instanceof HarnessError;
  const code = known ? error.code : 'UNEXPECTED';
  const hint = known ? error.hint : 'This is a defect of Blackstart; please report it.';
  const message = messageOf(error);
  if (json) console.log(JSON.stringify({ error: { code, message, hint } }, null, 2));
  else {
    console.error(`blackstart: ${message}\n  next: ${hint}`);
    if (!known && error instanceof Error) console.error(error.stack);
  }
  return error instanceof UsageError ? USAGE : ERROR;
}

// Whatever escapes must not look like a verdict: Node's own exit code for it is 1, a fail.
process.on('uncaughtException', (error) => process.exit(complain(error, false)));

process.exit(await main(process.argv.slice(2)));
