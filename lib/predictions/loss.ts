import type { Blow } from '../core/schedule.ts';
import type { Target } from '../core/target.ts';
import type { Topology } from '../core/topology.ts';

/** What a blow takes away, one machine at a time. */
export interface Loss {
  /** `dies`: its kernel refuses. `silent`: nothing answers. `leaves`: it says goodbye. */
  readonly how: 'dies' | 'silent' | 'leaves';
  /** Which role the machine has; `any` where that is not known before. */
  readonly role: 'primary' | 'replica' | 'any';
  /** The only service that is gone; absent for all. */
  readonly service?: string;
  /** Whose that is. */
  readonly systems: readonly string[];
}

/** How a fault lets what it befalls go; nothing of those that only harm it. */
const ways: Readonly<Record<string, Loss['how']>> = {
  kill: 'dies',
  stop: 'leaves',
  restart: 'leaves',
  reboot: 'leaves',
  pause: 'silent',
  'power-cycle': 'silent',
  unplug: 'silent',
};

/** What is lost, where it is one machine alone; undefined where nothing is that could be predicted. */
export function howGone({ fault, target }: Blow, { machines }: Topology): Loss | undefined {
  const how = fault.kind === 'partition' ? cutOff(fault.settings) : ways[fault.kind];
  const role = roleOf(target);
  if (how === undefined || role === undefined) return undefined;
  const { service } = target;
  const services = machines.flatMap((machine) => machine.services);
  const owners = services.filter(({ name }) => name === service).map(({ system }) => system);
  return {
    how,
    role,
    ...(service === undefined ? {} : { service }),
    systems: [...new Set(owners)],
  };
}

/** A machine that all others are cut from, both ways, is silent to them. */
const cutOff = ({
  shape,
  direction,
  clients,
}: Blow['fault']['settings']): Loss['how'] | undefined =>
  shape === 'isolate' && direction === 'both' && clients !== 'with-targets' ? 'silent' : undefined;

function roleOf({ selection, order }: Target): Loss['role'] | undefined {
  switch (selection.select) {
    case 'role':
      return selection.role;
    case 'machine':
      return 'any';
    case 'named':
      return selection.names.length === 1 || order.order === 'rolling' ? 'any' : undefined;
    case 'some':
      return selection.count === 1 || order.order === 'rolling' ? 'any' : undefined;
    case 'all':
    case 'minority':
    case 'majority':
      return order.order === 'rolling' ? 'any' : undefined;
    case 'primaries':
      return order.order === 'rolling' ? 'primary' : undefined;
    case 'replicas':
      return order.order === 'rolling' ? 'replica' : undefined;
  }
}
