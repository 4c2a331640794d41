import { z } from 'zod';

/** What a container may use, as the engine holds it; 0, and for processors a negative number, is no limit. */
const limits = z.object({
  nanoCpus: z.number(),
  cpuQuota: z.number(),
  cpuPeriod: z.number(),
  /** Bytes. */
  memory: z.number(),
  memorySwap: z.number(),
});

/** A port of the engine's host that leads to one of a container. */
const published = z.object({ address: z.string(), port: z.int(), to: z.int() });

const service = z.object({
  /** As the Compose file names it. */
  name: z.string(),
  /** Id of its container. */
  container: z.string(),
  containerName: z.string(),
  image: z.string(),
  /** TCP ports that image or file declare, whether or not anybody listens. */
  ports: z.array(z.int()),
  published: z.array(published),
  /** Whether it writes to a terminal: then its log is one stream. */
  terminal: z.boolean(),
  /** As they were found. */
  limits,
});

const machine = z.object({
  name: z.string(),
  /**
   * Whose network namespace it lives in. `own`: that of its first service; the others have joined it.
   * `host`: the engine's host's. `foreign`: that of a container that is none of the project, or does not run.
   */
  network: z.enum(['own', 'host', 'none', 'foreign']),
  /** Names of the networks that it is in. */
  networks: z.array(z.string()),
  services: z.array(service).min(1),
});

/** A Compose project that somebody else has started, as it was found: all of it that may be touched. */
export const attachedProjectSchema = z.object({
  project: z.string(),
  /** What has one address: a container, with those that share its network. */
  machines: z.array(machine),
  /** Containers of the project that are not touched, and why. */
  leftAlone: z.array(z.object({ name: z.string(), because: z.string() })),
});

export type AttachedProject = z.infer<typeof attachedProjectSchema>;
export type AttachedMachine = z.infer<typeof machine>;
export type AttachedService = z.infer<typeof service>;
export type FoundLimits = z.infer<typeof limits>;
export type PublishedPort = z.infer<typeof published>;

/** The system that the services of an attached project make: nothing is known of it but that it runs. */
export const ATTACHED_SYSTEM = 'project';

/** The service under whose name notes of Blackstart itself stand among the logs of a machine. */
export const NOTES = 'blackstart';

/** The setting of a topology that says of which project it was made. */
export const ATTACHED_SETTING = 'project';

/** Every service of a project with its machine. */
export const placesOf = ({
  machines,
}: Pick<AttachedProject, 'machines'>): readonly {
  readonly machine: AttachedMachine;
  readonly service: AttachedService;
}[] => machines.flatMap((one) => one.services.map((own) => ({ machine: one, service: own })));
