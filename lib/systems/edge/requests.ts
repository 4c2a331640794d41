import type { Json } from '../../core/history.ts';
import type { HttpAnswer } from '../../core/http.ts';
import { connectHttp, type Endpoint } from '../../core/http-connection.ts';
import { openLane, type Session } from '../../core/lane.ts';
import type { Host, Machine } from '../../core/machine.ts';
import type { Outcome, Vocabulary, WorkloadSettings } from '../../core/system.ts';
import { type Classified, classifyError, classifyStatus } from './errors.ts';
import { BACKEND_PORT, PUBLIC_PORT, virtualAddress } from './names.ts';

/** How clients reach the service: a workload's setting `to`. */
export type RequestsTo = 'virtual-address' | 'each-machine' | 'each-backend';

const BACK_OFF_MS = 50;

/**
 * A client of a service repeats a connection that nobody accepts, instead of waiting for the
 * kernel's own repetition of its SYN after a second.
 */
const CONNECT_WITHIN_MS = 500;

/** Long enough for the lane to give up first. */
const ANSWER_WITHIN_MS = 60_000;

/**
 * GET requests over a connection that each lane keeps, as a client's pool does, and opens anew
 * when it breaks. The machine of an outcome is that whose HAProxy passed it on; the value says
 * which backend answered.
 */
export const edgeRequests: Vocabulary = {
  refuses: ({ url }) =>
    url === undefined ? undefined : 'expected a path, found a url: that is for attached projects',
  prepare: async () => undefined,
  open: (machines, { clock, lane, timeoutMs, settings }) =>
    openLane({
      clock,
      timeoutMs,
      machines: endpointsOf(machines, lane, settings),
      backOffMs: BACK_OFF_MS,
      connect: (endpoint, withinMs) =>
        openSession(endpoint, machines, Math.min(withinMs, CONNECT_WITHIN_MS)),
    }),
};

interface Destination extends Endpoint {
  /** Which backends may answer. */
  readonly expected: readonly string[];
}

/** Each lane has one: that of a machine is no other's when it is away. */
function endpointsOf(
  machines: readonly Machine[],
  lane: number,
  { to = 'virtual-address' }: WorkloadSettings,
): readonly Destination[] {
  const machine = machines[lane % machines.length];
  if (machine === undefined) throw new RangeError('the edge has no machine');
  const { name, address } = machine;
  const everybody = machines.map((one) => one.name);
  const shared = { port: PUBLIC_PORT, expected: everybody };
  switch (to) {
    case 'virtual-address':
      return [{ name: 'virtual address', address: virtualAddress(machine), ...shared }];
    case 'each-machine':
      return [{ name, address, ...shared }];
    case 'each-backend':
      return [{ name, address, port: BACKEND_PORT, expected: [name] }];
    default:
      throw new RangeError(
        `requests to: expected virtual-address, each-machine or each-backend, found ${to}`,
      );
  }
}

async function openSession(
  destination: Destination,
  machines: readonly Host[],
  withinMs: number,
): Promise<Session> {
  const connection = await connectHttp(destination, withinMs);
  const { expected } = destination;
  return {
    get broken() {
      return connection.closed;
    },
    destroy: connection.destroy,
    execute: async ({ value: path }) => {
      try {
        const answer = await connection.ask({ path: pathOf(path) }, ANSWER_WITHIN_MS);
        return outcomeOf(answer, { machines, destination });
      } catch (thrown) {
        connection.destroy();
        const value = { backend: null, status: null, expected: [...expected] };
        return { ...classifyError(thrown), value };
      }
    },
  };
}

const pathOf = (value: Json): string => (typeof value === 'string' ? value : '/');

interface Where {
  readonly machines: readonly Host[];
  readonly destination: Destination;
}

function outcomeOf({ status, headers }: HttpAnswer, { machines, destination }: Where): Outcome {
  const backend = headerOf(headers['x-backend']);
  const through = machines.find(
    ({ name, address }) => headers['x-edge'] === name || headers['x-through'] === address,
  );
  const machine = through?.name ?? destination.name;
  const value = { backend, status, expected: [...destination.expected] };
  if (status === 200) return { type: 'ok', machine, value };
  const classified: Classified = classifyStatus(status, backend);
  return { ...classified, machine, value };
}

const headerOf = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' ? value : null;
