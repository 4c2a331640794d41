import type { AttachedProject, AttachedService } from '../core/attached-project.ts';
import { ATTACHED_SETTING, ATTACHED_SYSTEM } from '../core/attached-project.ts';
import type { ServicePlan, Topology } from '../core/topology.ts';
import { attachedSystem } from '../systems/attached/index.ts';

/**
 * A Compose project that somebody else has started, as a topology. No file of scenarios names it: a run
 * starts machines of its own.
 */
export const attachedTopology = (project: AttachedProject): Topology => ({
  name: project.project,
  settings: { [ATTACHED_SETTING]: project.project },
  machines: project.machines.map(({ name, services }) => ({
    name,
    services: services.map(planOf),
  })),
  systems: [attachedSystem(project)],
});

/** Nothing of it is ours to start, so nothing is planned. */
const planOf = ({ name, image, ports }: AttachedService): ServicePlan => ({
  name,
  system: ATTACHED_SYSTEM,
  image,
  port: ports[0] ?? 0,
  environment: () => ({}),
  data: [],
  arguments: () => [],
  memoryMiB: 0,
});
