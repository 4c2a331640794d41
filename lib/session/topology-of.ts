import { relativeTo } from '../core/folder-schema.ts';
import type { Topology } from '../core/topology.ts';
import { scenarioInWords } from '../scenarios/in-words.ts';
import type { Claim } from './clusters.ts';

/** What a claim is about, for who needs its machines and services alone. */
export const topologyOf = ({ document }: Claim): Topology =>
  relativeTo('/', () => scenarioInWords(document)).scenario.topology;
