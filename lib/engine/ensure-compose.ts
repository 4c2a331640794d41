import { execa } from 'execa';
import type { Progress } from '../core/progress.ts';
import type { Environment } from './endpoint.ts';
import { planEngine } from './engine-plan.ts';
import { installerFacts } from './ensure-engine.ts';
import { aptInstall } from './install-engine.ts';

/** How Compose is called here, or why it can't be. */
export type ComposeProgram =
  | { readonly words: readonly string[] }
  | { readonly words?: undefined; readonly lacking: string };

/** The plugin of Docker's own command, and the program that Debian packages. */
const PROGRAMS: readonly (readonly string[])[] = [['docker', 'compose'], ['docker-compose']];
const PACKAGE = 'docker-compose';

/** Compose, installed first where an engine would be installed without asking as well. */
export async function ensureCompose({
  env,
  progress,
}: {
  readonly env: Environment;
  readonly progress: Progress;
}): Promise<ComposeProgram> {
  for (const words of PROGRAMS) if (await runs(words)) return { words };
  const plan = planEngine({
    ...installerFacts(env),
    answers: false,
    explicit: false,
    installed: false,
    terminal: false,
  });
  if (plan.kind === 'refuse') {
    return { lacking: `no Compose here: ${plan.why}; next: apt-get install ${PACKAGE}` };
  }
  await aptInstall([PACKAGE], 'no Compose yet', progress);
  return { words: [PACKAGE] };
}

async function runs([program = '', ...words]: readonly string[]): Promise<boolean> {
  const { exitCode } = await execa(program, [...words, 'version'], { reject: false });
  return exitCode === 0;
}
