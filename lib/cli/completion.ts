import { Argument, Command, Option } from 'commander';
import { faults } from '../faults/index.ts';
import { topologies } from '../topologies/index.ts';
import { workloads } from '../workloads/index.ts';

const shells = { bash, zsh, fish } as const;

/** `blackstart completion`: what a shell reads to complete a command line. */
export function completionCommand(program: Command): Command {
  return new Command('completion')
    .description('print what bash, zsh or fish read to complete commands')
    .addArgument(new Argument('<shell>').choices(Object.keys(shells)))
    .addHelpText('after', EXAMPLES)
    .action((shell: keyof typeof shells) => console.log(shells[shell](placesIn(program))));
}

/** Where something can be completed: behind these commands. */
interface Place {
  /** `load start`; empty at first. */
  readonly path: string;
  readonly words: readonly Word[];
  readonly options: readonly Word[];
}

interface Word {
  readonly word: string;
  readonly description: string;
}

/** What comes behind a command, beside its options and its own commands. */
const further: Readonly<Record<string, readonly string[]>> = {
  fault: faults.map(({ kind }) => kind),
  up: topologies.map(({ word }) => word),
  'load start': workloads.map(({ word }) => word),
  completion: Object.keys(shells),
};

function placesIn(command: Command, path = ''): readonly Place[] {
  const inner = command.createHelp().visibleCommands(command).filter(isOwn);
  const options = command.options.filter(({ hidden }) => !hidden);
  return [
    {
      path,
      words: [
        ...inner.map((one) => ({ word: one.name(), description: one.description() })),
        ...(further[path] ?? []).map((word) => ({ word, description: '' })),
      ],
      options: [...options, new Option('--help', 'what it does, with examples')].flatMap(
        ({ long, description }) => (long ? [{ word: long, description }] : []),
      ),
    },
    ...inner.flatMap((one) => placesIn(one, path === '' ? one.name() : `${path} ${one.name()}`)),
  ];
}

/** Commander's own is none of the tree. */
const isOwn = (command: Command): boolean => command.name() !== 'help';

function bash(places: readonly Place[]): string {
  const paths = places.filter(({ path }) => path !== '').map(({ path }) => `"${path}"`);
  const cases = places.map(
    ({ path, words, options }) =>
      `    "${path}") words="${[...words, ...options].map(({ word }) => word).join(' ')}" ;;`,
  );
  return `_blackstart() {
  local path="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _blackstart blackstart`;
}

/** zsh takes what is made for bash. */
function zsh(places: readonly Place[]): string {
  return `autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n${bash(places)}`;
}

function fish(places: readonly Place[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  return places
    .flatMap(({ path, words, options }) => {
      const seen = path.split(' ').map((name) => `__fish_seen_subcommand_from ${name}`);
      const when = quoted(path === '' ? '__fish_use_subcommand' : seen.join('; and '));
      const line = (kind: string, { word, description }: Word) =>
        `complete -c blackstart -n ${when} ${kind} ${word} -d ${quoted(description)}`;
      return [
        ...words.map((word) => line('-a', word)),
        ...options.map(({ word, ...more }) => line('-l', { word: word.slice(2), ...more })),
      ];
    })
    .join('\n');
}

const EXAMPLES = `
Examples:
  source <(blackstart completion bash)                                      in ~/.bashrc
  source <(blackstart completion zsh)                                       in ~/.zshrc
  blackstart completion fish > ~/.config/fish/completions/blackstart.fish`;
