import { createInterface } from 'node:readline/promises';

/** Asks a person whether commands may be run. */
export type Confirm = (question: string, commands: readonly string[]) => Promise<boolean>;

/** Asks at the terminal; whoever just presses Enter agrees. */
export const ask: Confirm = async (question, commands) => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const lines = [question, ...commands.map((command) => `    ${command}`), '[Y/n] '];
  try {
    return /^(y|yes)?$/i.test((await terminal.question(lines.join('\n'))).trim());
  } finally {
    terminal.close();
  }
};
