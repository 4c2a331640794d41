import { execa } from 'execa';
import { HarnessError } from '../core/errors.ts';

export interface ComposeProjectOptions {
  /** How Compose is called here. */
  readonly words: readonly string[];
  /** Those of its containers and networks begin with it. */
  readonly name: string;
  /** The first says where relative paths begin; later ones come on top. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What a person does with a Compose file, under a name of its own. */
export interface ComposeProject {
  /** Builds the images of these services. */
  build(services: readonly string[]): Promise<void>;
  up(profile: string): Promise<void>;
  /** Removes its containers and networks. */
  down(profile: string): Promise<void>;
}

const WITHIN_MS = 300_000;

export function composeProject(options: ComposeProjectOptions): ComposeProject {
  const { words, name, files, env } = options;
  const [program = '', ...first] = words;
  const compose = async (...args: readonly string[]): Promise<void> => {
    const all = [...first, '-p', name, ...files.flatMap((file) => ['-f', file]), ...args];
    const { exitCode, all: output } = await execa(program, all, {
      env,
      all: true,
      reject: false,
      timeout: WITHIN_MS,
    });
    if (exitCode === 0) return;
    throw new HarnessError('COMPOSE', `${program} ${args.join(' ')}: code ${exitCode}`, {
      hint: `It said:\n${output}`,
    });
  };
  return {
    build: (services) => compose('build', ...services),
    up: (profile) => compose('--profile', profile, 'up', '--detach', '--no-build'),
    // What they keep is thrown away with them: nobody needs to end in order.
    down: (profile) => compose('--profile', profile, 'down', '--timeout', '1'),
  };
}
