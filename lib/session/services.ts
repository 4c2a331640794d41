import { UsageError } from '../core/errors.ts';
import type { Topology } from '../core/topology.ts';

/** One service of one machine. */
export interface Placed {
  readonly machine: string;
  readonly service: string;
}

/** `galera-1/galera`, or its machine or its name alone where that leaves no doubt. */
export function serviceNamed(text: string, { machines }: Topology): Placed {
  const all = machines.flatMap(({ name, services }) =>
    services.map((service): Placed => ({ machine: name, service: service.name })),
  );
  const found = all.filter(({ machine, service }) =>
    [`${machine}/${service}`, machine, service].includes(text),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = (some: readonly Placed[]) =>
    some.map(({ machine, service }) => `${machine}/${service}`).join(', ');
  throw only === undefined
    ? new UsageError(`expected a service, found '${text}'`, { hint: `There are: ${names(all)}.` })
    : new UsageError(`expected one service, found several for '${text}'`, {
        hint: `They are: ${names(found)}.`,
      });
}

/** A machine by its name. */
export function machineNamed(text: string, { machines }: Topology): string {
  const names = machines.map(({ name }) => name);
  if (names.includes(text)) return text;
  throw new UsageError(`expected a machine, found '${text}'`, {
    hint: `There are: ${names.join(', ')}.`,
  });
}
