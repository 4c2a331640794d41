import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import { askHttp, type HttpAnswer, type HttpRequest } from './http.ts';
import type { Host } from './machine.ts';

/** Where a client connects to. */
export interface Endpoint extends Host {
  readonly port: number;
}

/** One connection for requests, one after another. */
export interface HttpConnection {
  /** Rejects with Node's own error. */
  ask(request: HttpRequest, withinMs: number): Promise<HttpAnswer>;
  /** Whether the other side has closed it, or has said that it will, or a failure has. */
  readonly closed: boolean;
  destroy(): void;
}

/** Rejects where nobody accepts within the time given. */
export async function connectHttp(endpoint: Endpoint, withinMs: number): Promise<HttpConnection> {
  const socket = await openSocket(endpoint, withinMs);
  const agent = new OneConnection(socket);
  const { address, port } = endpoint;
  // Said with an answer, before the connection's end is seen: a request sent then has no answer.
  let announced = false;
  return {
    ask: async (request, answerWithinMs) => {
      const how = { agent, withinMs: answerWithinMs };
      const answer = await askHttp({ ...request, address, port }, how);
      announced ||= answer.headers.connection?.toLowerCase() === 'close';
      return answer;
    },
    get closed() {
      return announced || socket.destroyed || socket.readableEnded;
    },
    destroy: () => {
      agent.destroy();
      socket.destroy();
    },
  };
}

/** Every request goes over the same connection: with Node's own pool it would be unknown which. */
class OneConnection extends Agent {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super({ keepAlive: true, maxSockets: 1 });
    this.#socket = socket;
  }

  override createConnection(): Socket {
    return this.#socket;
  }
}

function openSocket({ address, port, name }: Endpoint, withinMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true });
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`${name}: no connection within ${withinMs} ms`));
    }, withinMs);
    // Stays: a connection that breaks while nobody asks for anything is nobody's error.
    socket.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(late);
      resolve(socket);
    });
  });
}
