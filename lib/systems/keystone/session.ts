import type { Json } from '../../core/history.ts';
import type { HttpAnswer, HttpRequest } from '../../core/http.ts';
import { connectHttp, type Endpoint, type HttpConnection } from '../../core/http-connection.ts';
import { openLane, type Session } from '../../core/lane.ts';
import type { Host } from '../../core/machine.ts';
import type { Client, LaneOptions, Operation, Outcome } from '../../core/system.ts';
import { endpointAt } from './address.ts';
import { type Classified, classifyAnswer, classifyError, isKeystones, notSent } from './errors.ts';
import { API_PORT } from './names.ts';
import { issueToken } from './token.ts';

const BACK_OFF_MS = 100;

/** A client repeats a connection that nobody accepts, instead of waiting for the kernel's SYN. */
const CONNECT_WITHIN_MS = 500;

/** Long enough for the lane to give up first. */
const ANSWER_WITHIN_MS = 60_000;

/** Beyond that a login is tried elsewhere. */
const LOG_IN_WITHIN_MS = 10_000;

/** How a vocabulary's operations are asked of Keystone, and what its answers say. */
export interface Words {
  /** Whether a token has to be shown. */
  readonly needsToken: (operation: Operation) => boolean;
  readonly request: (operation: Operation, token: string) => HttpRequest;
  /** The status of an answer that is `ok`. */
  readonly good: (operation: Operation) => number;
  /** The value of an outcome; of an operation that nobody answered, too. */
  readonly value?: (operation: Operation, answer: Answered | undefined) => Json | undefined;
}

/** An answer, and who gave it. */
export interface Answered extends HttpAnswer {
  /** Undefined behind an address that several share, unless the proxy says so: `x-backend`. */
  readonly backend: string | undefined;
}

export interface ClientOptions {
  readonly endpoints: (machines: readonly Host[]) => readonly string[];
  readonly words: Words;
}

/** A client of one lane: it logs in once, and again when its token is refused. */
export function openClient(
  machines: readonly Host[],
  { clock, lane, timeoutMs }: LaneOptions,
  { endpoints, words }: ClientOptions,
): Client {
  const all = endpoints(machines).map((address) => destinationAt(address, machines));
  const purse: Purse = { token: undefined };
  return openLane({
    clock,
    timeoutMs,
    machines: [...all.slice(lane % all.length), ...all.slice(0, lane % all.length)],
    backOffMs: BACK_OFF_MS,
    connect: (destination) => openSession(destination, words, purse),
  });
}

/** What a client keeps over its connections. */
interface Purse {
  token: string | undefined;
}

interface Destination extends Endpoint {
  /** Whether this is one machine's own address. */
  readonly own: boolean;
}

function destinationAt(address: string, machines: readonly Host[]): Destination {
  const endpoint = endpointAt(address, API_PORT);
  const machine = machines.find((one) => one.address === endpoint.address);
  return { ...endpoint, name: machine?.name ?? address, own: machine !== undefined };
}

/**
 * Stays with a Keystone as long as that accepts connections: it closes each after one answer, so
 * that the next request opens another.
 */
async function openSession(destination: Destination, words: Words, purse: Purse): Promise<Session> {
  let connection = await connectHttp(destination, CONNECT_WITHIN_MS);
  let broken = false;
  const renew = async (): Promise<string> => {
    purse.token = await issueToken(destination, { scope: 'project', withinMs: LOG_IN_WITHIN_MS });
    return purse.token;
  };
  if (purse.token === undefined) {
    connection.destroy();
    await renew();
  }
  const open = async (): Promise<HttpConnection> => {
    if (connection.closed) connection = await connectHttp(destination, CONNECT_WITHIN_MS);
    return connection;
  };
  const ask = async (operation: Operation, token: string): Promise<Answered | Classified> => {
    const opened = await open().catch(notSent);
    if ('type' in opened) {
      broken = true;
      return opened;
    }
    try {
      const answer = await opened.ask(words.request(operation, token), ANSWER_WITHIN_MS);
      return { ...answer, backend: backendOf(answer, destination) };
    } catch (thrown) {
      broken = true;
      return classifyError(thrown);
    }
  };
  const askWithToken = async (operation: Operation): Promise<Answered | Classified> => {
    const first = await ask(operation, purse.token ?? '');
    if ('type' in first || !words.needsToken(operation) || !isRefused(first)) return first;
    // Certainly not carried out, so that it may be asked for again.
    const token = await renew().catch(() => undefined);
    return token === undefined ? first : ask(operation, token);
  };
  return {
    get broken() {
      return broken;
    },
    destroy: () => connection.destroy(),
    execute: async (operation) => {
      const answer = await askWithToken(operation);
      return outcomeOf(operation, answer, { destination, words });
    },
  };
}

const isRefused = ({ status, headers }: HttpAnswer): boolean =>
  status === 401 && isKeystones(headers);

function backendOf({ headers }: HttpAnswer, { own, name }: Destination): string | undefined {
  const said = headers['x-backend'];
  if (typeof said === 'string') return said;
  return own ? name : undefined;
}

interface Meaning {
  readonly destination: Destination;
  readonly words: Words;
}

function outcomeOf(
  operation: Operation,
  answer: Answered | Classified,
  { destination, words }: Meaning,
): Outcome {
  const answered = 'type' in answer ? undefined : answer;
  const machine = answered?.backend ?? destination.name;
  try {
    const found = words.value?.(operation, answered);
    const value = found === undefined ? {} : { value: found };
    if (answered?.status === words.good(operation)) return { type: 'ok', machine, ...value };
    const classified = 'type' in answer ? answer : classifyAnswer(answer);
    return { ...classified, machine, ...value };
  } catch (thrown) {
    // An answer that can't be understood.
    return { ...classifyError(thrown), machine };
  }
}
