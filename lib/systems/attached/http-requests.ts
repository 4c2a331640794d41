import type { AttachedProject } from '../../core/attached-project.ts';
import { codeOf, messageOf } from '../../core/errors.ts';
import { connectHttp } from '../../core/http-connection.ts';
import { openLane, type Session } from '../../core/lane.ts';
import type { Outcome, Vocabulary, WorkloadSettings } from '../../core/system.ts';
import {
  type Destination,
  type Door,
  destinationOf,
  doorsOf,
  type Nowhere,
} from './destination.ts';

const BACK_OFF_MS = 50;
/** Instead of the kernel's own repetition of its SYN after a second. */
const CONNECT_WITHIN_MS = 500;
/** Long enough for the lane to give up first. */
const ANSWER_WITHIN_MS = 60_000;
/** From here on a status says that the server has failed. */
const SERVER_ERROR = 500;
const HTTP_PORT = 80;

/**
 * GET requests to a URL of a project, over a connection that each lane keeps. Nothing is known of the
 * service: what is answered below 500 is good, whatever it says.
 */
export const httpRequests = (project: AttachedProject): Vocabulary => ({
  refuses: (settings) => {
    const asked = askedOf(settings, project);
    return 'because' in asked ? asked.because : undefined;
  },
  prepare: async () => undefined,
  open: (machines, { clock, lane, timeoutMs, settings }) => {
    const asked = askedOf(settings, project);
    if ('because' in asked) throw new RangeError(asked.because);
    return openLane({
      clock,
      timeoutMs,
      machines: doorsOf(asked.destination, machines, lane),
      backOffMs: BACK_OFF_MS,
      connect: (door, withinMs) => openSession(door, asked, Math.min(withinMs, CONNECT_WITHIN_MS)),
    });
  },
});

interface Asked {
  readonly destination: Destination;
  /** As a virtual host knows itself. */
  readonly host: string;
  readonly path: string;
}

function askedOf({ url }: WorkloadSettings, project: AttachedProject): Asked | Nowhere {
  if (typeof url !== 'string') {
    return { because: 'expected a url, found none: url=http://<service>:<port>/<path>' };
  }
  const { hostname, port, host, pathname, search } = new URL(url);
  const destination = destinationOf(
    { host: hostname, port: port === '' ? HTTP_PORT : Number(port) },
    project,
  );
  if ('because' in destination) return destination;
  return { destination, host, path: `${pathname}${search}` };
}

async function openSession(door: Door, { host, path }: Asked, withinMs: number): Promise<Session> {
  const connection = await connectHttp(door, withinMs);
  return {
    get broken() {
      return connection.closed;
    },
    destroy: connection.destroy,
    execute: async () => {
      try {
        const { status } = await connection.ask({ path, headers: { host } }, ANSWER_WITHIN_MS);
        return outcomeOf(status, door);
      } catch (thrown) {
        connection.destroy();
        const error = { code: codeOf(thrown), message: messageOf(thrown) };
        // It was sent, or may have been.
        return { type: 'info', error, value: { backend: null, status: null } };
      }
    },
  };
}

/** What an error status says nobody knows here: it may have been done all the same. */
function outcomeOf(status: number, { name: machine }: Door): Outcome {
  const value = { backend: null, status };
  if (status < SERVER_ERROR) return { type: 'ok', machine, value };
  const error = { code: `HTTP_${status}`, message: 'the server’s own answer' };
  return { type: 'info', machine, error, value };
}
