import type {
  AttachedMachine,
  AttachedProject,
  AttachedService,
} from '../../core/attached-project.ts';
import { CLIENTS } from '../../core/network.ts';

/** A container of a Compose project, as the engine shows it. */
export interface FoundContainer extends Omit<AttachedService, 'name'> {
  /** As the Compose file names it, and which of its replicas this is. */
  readonly service: string;
  readonly number: string;
  /** Made by `docker compose run`, for one command. */
  readonly oneOff: boolean;
  /** `running`, `paused`, `exited` ... */
  readonly state: string;
  readonly networkMode: string;
  readonly networks: readonly string[];
}

/** Puts containers that share a network together: what has one address is one machine. */
export function arrange(project: string, found: readonly FoundContainer[]): AttachedProject {
  const ordered = found.toSorted(
    (one, other) =>
      one.service.localeCompare(other.service) || Number(one.number) - Number(other.number),
  );
  const running = ordered.filter((one) => reasonToLeave(one) === undefined);
  const hostOf = (one: FoundContainer) =>
    running.find(({ container }) => container === joinedBy(one) && container !== one.container);
  const owners = running.filter((one) => hostOf(one) === undefined);
  const names = namesOf(owners);
  return {
    project,
    machines: owners.map((owner, index) => ({
      name: names[index] ?? owner.containerName,
      network: networkOf(owner),
      networks: networkOf(owner) === 'own' ? [...owner.networks] : [],
      services: [owner, ...running.filter((one) => hostOf(one) === owner)].map(serviceOf),
    })),
    leftAlone: ordered.flatMap((one) => {
      const because = reasonToLeave(one);
      return because === undefined ? [] : [{ name: one.containerName, because }];
    }),
  };
}

function reasonToLeave({ state, oneOff }: FoundContainer): string | undefined {
  if (oneOff) return 'it was made for one command';
  return state === 'running' ? undefined : `it does not run (${state})`;
}

const JOINS = 'container:';

/** The container whose network one has joined. */
const joinedBy = ({ networkMode }: FoundContainer): string | undefined =>
  networkMode.startsWith(JOINS) ? networkMode.slice(JOINS.length) : undefined;

function networkOf({ networkMode, networks }: FoundContainer): AttachedMachine['network'] {
  if (networkMode === 'host') return 'host';
  if (networkMode.startsWith(JOINS)) return 'foreign';
  return networkMode === 'none' || networks.length === 0 ? 'none' : 'own';
}

/**
 * By the service, and by its number where there are several; by the container where that would be the
 * name of another one, or of the clients.
 */
function namesOf(owners: readonly FoundContainer[]): readonly string[] {
  const wanted = owners.map(({ service, number }) => {
    const isAlone = owners.filter((other) => other.service === service).length === 1;
    return isAlone ? service : `${service}-${number}`;
  });
  return owners.map(({ containerName }, index) => {
    const name = wanted[index] ?? containerName;
    const isClear = wanted.filter((other) => other === name).length === 1 && name !== CLIENTS;
    return isClear ? name : containerName;
  });
}

const serviceOf = ({
  service,
  number: _number,
  oneOff: _oneOff,
  state: _state,
  networkMode: _mode,
  networks: _networks,
  ...kept
}: FoundContainer): AttachedService => ({ name: service, ...kept });
