import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import type { Path } from './problem.ts';

/** Where something is in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text as data, and where each part of it was. */
export interface ParsedYaml {
  readonly value: unknown;
  /** What is no YAML, as `line:column: message`. */
  readonly errors: readonly string[];
  /** Where a value is, or one of its keys; what is not there is where it should be. */
  placeOf(where: { readonly path: Path; readonly key?: string }): Place;
}

/** Reads YAML, which JSON is as well, and remembers its lines. */
export function parseYaml(text: string): ParsedYaml {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const errors = document.errors.map(({ pos: [offset], message }) => {
    const { line, column } = at(offset);
    return `${line}:${column}: expected YAML or JSON: ${message}`;
  });
  const value = errors.length === 0 ? contentsOf(document) : undefined;
  if (value instanceof Error) errors.push(`1:1: expected YAML or JSON: ${value.message}`);
  return {
    value,
    errors,
    placeOf: ({ path, key }) =>
      at(offsetOf(document, key === undefined ? path : [...path, key], key)),
  };
}

/** Refuses aliases that would make a small text large. */
function contentsOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return error instanceof ReferenceError ? error : new ReferenceError(String(error));
  }
}

/** Of a value, or of the nearest thing around it; of a key where one is meant. */
function offsetOf(document: Document, path: Path, key: string | undefined): number {
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, part] of path.entries()) {
    const entry = entryOf(resolved(node, document), part);
    if (entry === undefined) return offset;
    const isMeant = key !== undefined && depth === path.length - 1;
    offset = (isMeant ? entry.keyAt : undefined) ?? entry.node?.range?.[0] ?? entry.keyAt ?? offset;
    node = entry.node;
  }
  return offset;
}

const resolved = (node: Node | null, document: Document): Node | null =>
  isAlias(node) ? (node.resolve(document) ?? null) : node;

interface Entry {
  readonly node: Node | null;
  readonly keyAt?: number | undefined;
}

function entryOf(node: Node | null, part: string | number): Entry | undefined {
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part];
    return isNode(item) ? { node: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
  if (pair === undefined) return undefined;
  const keyAt = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  return { node: isNode(pair.value) ? pair.value : null, keyAt };
}
