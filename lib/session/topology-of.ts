import { relativeTo } from '../core/folder-schema.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Topology } from '../core/topology.ts';
import { scenarioInWords } from '../scenarios/in-words.ts';
import { attachedTopology } from '../topologies/attached.ts';
import type { Claim } from './clusters.ts';

/** What a claim is about, for who needs its machines and services alone. */
export const topologyOf = (claim: Claim): Topology => scenarioOfClaim(claim).topology;

/** What a claim is about: a scenario without a schedule. */
export const scenarioOfClaim = ({ name, document, project }: Claim): Scenario =>
  project === undefined
    ? relativeTo('/', () => scenarioInWords(document)).scenario
    : {
        name: `${name}-attached`,
        title: `${project.project}, attached`,
        topology: attachedTopology(project),
        workloads: [],
        schedule: [],
        expect: [],
        timing: ATTACHED_TIMING,
      };

/**
 * Whether a container runs, the engine is asked; more often than that would be a load by itself. Steady
 * is who runs for a second: nothing is asked of it yet. What has ended by itself is not waited for long in
 * the end: it is started when the project is let go of.
 */
const ATTACHED_TIMING = {
  ...{ observeEveryMs: 250, steadyMs: 1_000, steadyWithinMs: 10_000 },
  recoverWithinMs: 20_000,
};
