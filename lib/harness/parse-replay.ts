import type { Configs } from '../core/with-config.ts';

/** What a run was asked for, as the line that does it again has it. */
export interface Asked {
  /** A name, or a file. */
  readonly scenario: string;
  readonly suites?: string;
  readonly profile?: string;
  readonly config: Configs;
}

/** Reads the line that `headerOf` writes: `npx blackstart run galera-kill --seed 7 --profile kolla`. */
export function parseReplay(line: string): Asked {
  const [, , , scenario = '', ...rest] = wordsOf(line);
  const told = (flag: string): readonly string[] =>
    rest.filter((_, index) => rest[index - 1] === flag);
  const [suites] = told('--suites');
  const [profile] = told('--profile');
  const configs = told('--config').map((one) => one.split(/=(.*)/s).slice(0, 2));
  return {
    scenario,
    ...(suites === undefined ? {} : { suites }),
    ...(profile === undefined ? {} : { profile }),
    config: Object.fromEntries(configs),
  };
}

/** As a shell takes a line apart that has no quotes but single ones. */
const wordsOf = (line: string): readonly string[] =>
  (line.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? []).map((word) =>
    word.replaceAll(/'([^']*)'|\\'/g, (_, quoted: string | undefined) => quoted ?? "'"),
  );
