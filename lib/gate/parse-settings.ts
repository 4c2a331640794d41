import { fileKinds } from './file-kinds.ts';

/** One setting of a file. */
export interface Setting {
  /** Section and name. */
  readonly where: string;
  readonly value: string;
}

/** How a product's files are read. */
export interface SettingsParser {
  readonly parse: (text: string) => readonly Setting[];
  /** Whether a name that comes again adds to what it said before, instead of replacing it. */
  readonly repeats: boolean;
}

/** The parser for a file of a system; whatever nobody knows is one setting as a whole. */
export function parserOf(system: string, name: string): SettingsParser {
  const kind = fileKinds.find((one) => one.system === system && one.inFolder.test(name));
  if (kind === undefined || name === 'before-start') return whole(name);
  return parsers[name] ?? ofSystem[system] ?? whole(name);
}

const whole = (name: string): SettingsParser => ({
  parse: (text) => [{ where: name, value: text }],
  repeats: false,
});

/** `key = value` below `[section]`; Galera's provider has options within one value. */
const ini: SettingsParser = {
  repeats: false,
  parse: (text) => {
    let section = '';
    return linesOf(text).flatMap((line): Setting[] => {
      const [, named] = /^\[(.+)\]$/.exec(line) ?? [];
      if (named !== undefined) {
        section = named;
        return [];
      }
      const [name = '', ...rest] = line.split('=');
      const key = name.trim().toLowerCase().replaceAll(/[-\s]/g, '_');
      const value = unquoted(rest.join('='));
      if (key !== 'wsrep_provider_options') return [{ where: inSection(section, key), value }];
      return value.split(';').map((option) => {
        const [inner = '', ...of] = option.split('=');
        return { where: `${key} ${inner.trim()}`, value: of.join('=').trim() };
      });
    });
  },
};

const inSection = (section: string, key: string): string =>
  section === '' ? key : `[${section}] ${key}`;

/** `name value ...`; what Sentinel is told of a master begins with its own words. */
const directives: SettingsParser = {
  repeats: false,
  parse: (text) =>
    linesOf(text).map((line) => {
      const words = line.split(/\s+/);
      const names = words[0] === 'sentinel' ? sentinelWords(words) : 1;
      return { where: words.slice(0, names).join(' '), value: words.slice(names).join(' ') };
    }),
};

/** `sentinel monitor mymaster ...`, `sentinel down-after-milliseconds mymaster ...`. */
const sentinelWords = (words: readonly string[]): number => Math.min(3, words.length);

const SECTIONS = ['global', 'defaults', 'frontend', 'backend', 'listen'];
/** Their second word belongs to their name. */
const TWO_WORDS = ['option', 'timeout', 'no', 'stats', 'http-request', 'http-response', 'log'];
const FLAGS = ['check', 'backup', 'disabled', 'no-check', 'agent-check', 'send-proxy'];

/** HAProxy: sections that are not indented; a server's words are settings of their own. */
const haproxy: SettingsParser = {
  repeats: true,
  parse: (text) => {
    let section = '';
    return linesOf(text).flatMap((line): Setting[] => {
      const words = line.split(/\s+/);
      const [first = '', second = ''] = words;
      if (SECTIONS.includes(first)) {
        section = line;
        return [];
      }
      const at = (name: string, value: string): Setting => ({
        where: `${section}: ${name}`,
        value,
      });
      if (first === 'server') {
        const [, name, address = '', ...options] = words;
        const server = `server ${name}`;
        return [
          at(server, address),
          ...optionsOf(options).map(([o, v]) => at(`${server} ${o}`, v)),
        ];
      }
      if (first === 'default-server') {
        return optionsOf(words.slice(1)).map(([o, v]) => at(`default-server ${o}`, v));
      }
      const isTwo = TWO_WORDS.includes(first) && second !== '';
      const names = isTwo ? 2 : 1;
      return [at(words.slice(0, names).join(' '), words.slice(names).join(' '))];
    });
  },
};

function optionsOf(words: readonly string[]): readonly (readonly [string, string])[] {
  const options: (readonly [string, string])[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const name = words[index] ?? '';
    const isFlag = FLAGS.includes(name);
    options.push([name, isFlag ? '' : (words[index + 1] ?? '')]);
    if (!isFlag) index += 1;
  }
  return options;
}

/** keepalived and nginx: blocks in braces. */
const blocks: SettingsParser = {
  repeats: true,
  parse: (text) => {
    const path: string[] = [];
    return linesOf(text).flatMap((line): Setting[] => {
      if (line === '}') {
        path.pop();
        return [];
      }
      if (line.endsWith('{')) {
        path.push(line.slice(0, -1).trim());
        return [];
      }
      const [name = '', ...rest] = line.replace(/;$/, '').split(/\s+/);
      return [{ where: [...path, name].join(' / '), value: rest.join(' ') }];
    });
  },
};

const parsers: Readonly<Record<string, SettingsParser>> = {
  'haproxy.cfg': haproxy,
  'keepalived.conf': blocks,
  'nginx.conf': blocks,
};

const ofSystem: Readonly<Record<string, SettingsParser>> = {
  galera: ini,
  rabbitmq: ini,
  ceph: ini,
  keystone: ini,
  redis: directives,
  memcached: directives,
};

/** Without comments, blanks and empty lines. */
const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => (/^\s*[#!;]/.test(line) ? '' : line.replace(/\s#.*$/, '').trim()))
    .filter((line) => line !== '');

const unquoted = (text: string): string => text.trim().replaceAll(/^["']|["']$/g, '');
