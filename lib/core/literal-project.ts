import type { AttachedMachine, AttachedProject, AttachedService } from './attached-project.ts';

/** A service of a project, for tests. */
export const literalService = (
  name: string,
  more: Partial<AttachedService> = {},
): AttachedService => ({
  name,
  container: `id-of-${name}`,
  containerName: `shop-${name}-1`,
  image: 'nginx:1.27',
  ports: [],
  published: [],
  terminal: false,
  limits: { nanoCpus: 0, cpuQuota: 0, cpuPeriod: 0, memory: 0, memorySwap: 0 },
  ...more,
});

/** A machine of a project with one service of its name, for tests. */
export const literalMachine = (
  name: string,
  more: Partial<AttachedMachine> = {},
): AttachedMachine => ({
  name,
  network: 'own',
  networks: ['front'],
  services: [literalService(name)],
  ...more,
});

export const literalProject = (...machines: readonly AttachedMachine[]): AttachedProject => ({
  project: 'shop',
  machines: [...machines],
  leftAlone: [],
});
