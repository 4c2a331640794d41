import { Document, isCollection } from 'yaml';
import { z } from 'zod';
import { relativeTo } from '../core/folder-schema.ts';
import { documentSchema, type ScenarioDocument, type WrittenDocument } from './document.ts';
import type { Named } from './named.ts';

/** A document as a file in this folder has it: durations in words, folders relative to it. */
export const written = (document: ScenarioDocument, folder: string): WrittenDocument =>
  relativeTo(folder, () => z.encode(documentSchema, document));

/** The same as YAML, as a person would lay it out. */
export function yamlOf(document: WrittenDocument): string {
  const yaml = new Document(document);
  const flow = (path: Iterable<unknown>) => {
    const node = yaml.getIn(path, true);
    if (isCollection(node)) node.flow = true;
  };
  flow(['timing']);
  for (const name of namesIn(document.topology)) flow(['topology', name]);
  for (const [index, workload] of document.workloads.entries()) {
    for (const name of namesIn(workload)) flow(['workloads', index, name]);
  }
  for (const index of document.expect.keys()) flow(['expect', index]);
  for (const index of document.schedule.keys()) {
    flow(['schedule', index, 'fault']);
    flow(['schedule', index, 'target']);
  }
  return yaml.toString({ lineWidth: 100, singleQuote: true });
}

const namesIn = (named: Named): readonly string[] =>
  typeof named === 'string' ? [] : Object.keys(named);
