import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What is asked of whoever serves a path: by default to be given it. */
export interface HttpRequest {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request, and of whom. */
export interface HttpQuestion extends HttpRequest {
  readonly address: string;
  readonly port: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One connection that is kept open, as long as the other side does. */
export const keptConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 });

/** Rejects with Node's own error, also where the answer is not complete within the time given. */
export function askHttp(
  { address: host, port, path, method = 'GET', headers = {}, body }: HttpQuestion,
  { agent, withinMs }: { readonly agent: Agent; readonly withinMs: number },
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(late);
      reject(error);
    };
    const asked = request({ host, port, path, method, agent, headers: { ...headers } });
    asked.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('error', fail);
      response.once('end', () => {
        clearTimeout(late);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    const late = setTimeout(() => {
      asked.destroy(new Error(`${host}:${port}${path}: no answer within ${withinMs} ms`));
    }, withinMs);
    asked.on('error', fail);
    asked.end(body);
  });
}
