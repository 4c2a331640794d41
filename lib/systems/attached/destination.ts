import { type AttachedProject, placesOf } from '../../core/attached-project.ts';
import type { Machine } from '../../core/machine.ts';

/** Whom a client of a project connects to. */
export interface Destination {
  /** Machines that may answer, each at its own address as it is now; in the order of the project. */
  readonly machines: readonly string[];
  /** The address of this host that leads to the only machine; absent for the machine's own. */
  readonly address?: string;
  readonly port: number;
}

/** Why nobody may be asked there, as one sentence. */
export interface Nowhere {
  readonly because: string;
}

const THIS_HOST = ['localhost', '127.0.0.1', '0.0.0.0', '::1'];

/**
 * Whom `host:port` means in a project: a service by its name, a machine by its name, or a port that one
 * of them publishes on this host. Nobody else is ever asked: load is for what was attached.
 */
export function destinationOf(
  { host, port }: { readonly host: string; readonly port: number },
  project: AttachedProject,
): Destination | Nowhere {
  const places = placesOf(project);
  const byName = project.machines.filter(
    ({ name, services }) => name === host || services.some((service) => service.name === host),
  );
  if (byName.length > 0) return atMachines(byName, port);
  const published = places.find(({ service }) =>
    service.published.some((one) => one.port === port && leadsTo(one.address, host)),
  );
  if (published !== undefined) {
    const address = THIS_HOST.includes(host) ? '127.0.0.1' : host;
    return { machines: [published.machine.name], address, port };
  }
  return { because: `expected ${known(project)}, found ${host}:${port}` };
}

function atMachines(
  machines: readonly AttachedProject['machines'][number][],
  port: number,
): Destination | Nowhere {
  const lonely = machines.find(({ network }) => network !== 'own');
  if (lonely === undefined) return { machines: machines.map(({ name }) => name), port };
  const why =
    lonely.network === 'host'
      ? 'it lives in that of this host, where anybody may listen'
      : 'ask a port that is published for it';
  return { because: `expected a machine with a network of its own, found ${lonely.name}: ${why}` };
}

/** Whether a port that is published at an address can be asked at another one. */
const leadsTo = (address: string, host: string): boolean =>
  address === host || (THIS_HOST.includes(host) && THIS_HOST.includes(address));

/** `a service of shop (web, db) or a port that one publishes (127.0.0.1:8080)`. */
function known(project: AttachedProject): string {
  const places = placesOf(project);
  const names = [...new Set(places.map(({ service }) => service.name))];
  const ports = places.flatMap(({ service }) =>
    service.published.map(
      ({ address, port }) => `${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`,
    ),
  );
  const published = ports.length === 0 ? '' : ` or a port that one publishes (${ports.join(', ')})`;
  return `a service of ${project.project} (${names.join(', ')})${published}`;
}

/** Where one connects now: clients begin with different machines. */
export interface Door {
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** The doors of a destination, as a client of that number tries them. */
export function doorsOf(
  { machines: names, address, port }: Destination,
  machines: readonly Machine[],
  lane: number,
): readonly Door[] {
  const own = machines.filter(({ name }) => names.includes(name));
  return own.map((_, index) => {
    const machine = own[(lane + index) % own.length];
    if (machine === undefined) throw new RangeError('a destination has machines');
    return {
      name: machine.name,
      // Whatever address it has when somebody connects.
      get address() {
        return address ?? machine.address;
      },
      port,
    };
  });
}
