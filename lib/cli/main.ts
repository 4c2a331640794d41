import { Command, CommanderError } from 'commander';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import { cleanCommand } from './clean.ts';
import { doctorCommand } from './doctor.ts';
import { judgeCommand } from './judge.ts';
import { listCommand } from './list.ts';
import { prepareCommand } from './prepare.ts';
import { runCommand } from './run.ts';

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
    .addCommand(listCommand())
    .addCommand(prepareCommand())
    .addCommand(doctorCommand(exit))
    .addCommand(cleanCommand(exit))
    .addCommand(judgeCommand(exit));
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return complain(error, argv.includes('--json'));
  }
}

const EXAMPLES = `
Examples:
  blackstart run galera-kill             kill a Galera node and judge what it cost
  blackstart run galera-kill --seed 7    the same choices again
  blackstart judge reports/latest/history.jsonl
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
