import { UsageError } from '../core/errors.ts';
import type { FileKind } from './file-kinds.ts';
import type { Layer } from './layer.ts';

/** The texts of a scenario's own files of one kind. */
export type OwnTexts = (kind: FileKind) => readonly string[];

/**
 * Refuses a file that sets what the harness must: a machine's address, its name, its peers, ports, and
 * where data and logs lie. As the scenario's own files have it, it may stand there.
 */
export function assertNothingOwned(what: string, { files }: Layer, own: OwnTexts): void {
  for (const { system, name, text, kind } of files) {
    const templates = own(kind).flatMap((one) => ownedIn(one, kind));
    for (const { key, value, line } of ownedIn(text, kind)) {
      const meant = templates.filter((template) => template.key === key);
      if (meant.some((template) => template.value === value)) continue;
      throw new UsageError(
        `${what}: ${system}/${name} line ${line} sets ${key} to '${value}', which is the harness's to set`,
        { hint: hintFor(key, [...new Set(meant.map((template) => template.value))]) },
      );
    }
    for (const { line, text: wanted, why } of kind.required ?? []) {
      if (line.test(text)) continue;
      throw new UsageError(`${what}: ${system}/${name} has no line '${wanted}': ${why}`, {
        hint: 'Begin with the file of this name in fixtures/. What is templated: docs/gate.md.',
      });
    }
  }
}

interface OwnedValue {
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** A block's lines are values by themselves. */
function ownedIn(text: string, { owned }: FileKind): readonly OwnedValue[] {
  return owned.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(({ index, groups }) => {
      const line = text.slice(0, index).split('\n').length + leadingLines(text, index);
      const key = (groups?.['key'] ?? '').toLowerCase().replaceAll('-', '_');
      const values = (groups?.['value'] ?? '').split('\n').map(plain);
      const set = values.length === 1 ? values : values.filter((value) => value !== '');
      return set.map((value) => ({ key, value, line }));
    }),
  );
}

/** A pattern that begins with white space may begin lines above what it finds. */
const leadingLines = (text: string, index: number): number =>
  (/^\s*/.exec(text.slice(index))?.[0].match(/\n/g) ?? []).length;

const plain = (value: string): string =>
  value
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^["']|["']$/g, '');

const hintFor = (key: string, meant: readonly string[]): string =>
  meant.length === 0
    ? `Leave ${key} out: every machine gets its own. What is templated: docs/gate.md.`
    : `Leave ${key} out, or write what stands there in fixtures/: ${meant.join(' or ')}. What is templated: docs/gate.md.`;
