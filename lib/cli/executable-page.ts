/** A command of a page, with what the page says of it. */
export interface PageCommand {
  /** As it stands there: a line, or several where it has a document in it (`<<'EOF'`). */
  readonly text: string;
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly exitCode: number;
  /** What its output holds, in this order; `…` stands for what differs from run to run. */
  readonly promises: readonly string[];
}

/** A section of a page whose commands follow one another in one folder. */
export interface PageSection {
  readonly title: string;
  readonly commands: readonly PageCommand[];
}

const EXITS = /^# exits with (\d+)$/;

/**
 * The sections of a page, for tests: every `sh` block is a list of commands. A comment after a command is
 * what it promises: `# exits with 1`, if that is not 0, or part of a line that it prints.
 */
export function sectionsOf(page: string): readonly PageSection[] {
  const sections: { title: string; commands: PageCommand[] }[] = [];
  const lines = page.split('\n');
  let isShell = false;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const commands = sections.at(-1)?.commands;
    if (line.startsWith('```')) isShell = !isShell && line === '```sh';
    else if (!isShell && line.startsWith('## '))
      sections.push({ title: line.slice(3), commands: [] });
    else if (!isShell || line.trim() === '') continue;
    else if (commands === undefined) throw mistake(at, 'a command before the first ## heading');
    else if (line.startsWith('#')) promise(commands, line, at);
    else {
      const end = endOf(lines, at);
      const text = lines.slice(at, end + 1).join('\n');
      commands.push({ text, line: at + 1, exitCode: 0, promises: [] });
      at = end;
    }
  }
  return sections.filter(({ commands }) => commands.length > 0);
}

/** The last line of a command that begins on a line. */
function endOf(lines: readonly string[], at: number): number {
  const [, word] = /<<'(\w+)'/.exec(lines[at] ?? '') ?? [];
  if (word === undefined) return at;
  const end = lines.indexOf(word, at);
  if (end === -1) throw mistake(at, `a document without its end, ${word}`);
  return end;
}

function promise(commands: PageCommand[], line: string, at: number): void {
  const command = commands.pop();
  if (command === undefined) throw mistake(at, 'a promise without a command before it');
  const [, code] = EXITS.exec(line) ?? [];
  commands.push(
    code === undefined
      ? { ...command, promises: [...command.promises, line.slice(1).trim()] }
      : { ...command, exitCode: Number(code) },
  );
}

const mistake = (at: number, what: string): RangeError => new RangeError(`line ${at + 1}: ${what}`);

/** The first promise that an output does not keep; undefined where it keeps all, in their order. */
export function brokenPromise(promises: readonly string[], output: string): string | undefined {
  const lines = output.split('\n').map(withSingleSpaces);
  let from = 0;
  return promises.find((promised) => {
    const parts = promised.split('…').map(withSingleSpaces);
    const found = lines.findIndex((line, at) => at >= from && holds(line, parts));
    from = found + 1;
    return found === -1;
  });
}

const withSingleSpaces = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** Whether a line has all parts, one after another. */
function holds(line: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const found = line.indexOf(part, from);
    from = found + part.length;
    return found !== -1;
  });
}
