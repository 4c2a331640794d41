import type { Host } from '../../core/machine.ts';
import { account, MANAGEMENT_PORT } from './port.ts';

const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;

export interface ManagementOptions {
  readonly withinMs: number;
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly body?: Readonly<Record<string, unknown>>;
}

/** One request to a node's management API; undefined where there is no such thing (404). */
export async function ask(
  { name, address }: Host,
  path: string,
  { withinMs, method = 'GET', body }: ManagementOptions,
): Promise<unknown> {
  const response = await fetch(`http://${address}:${MANAGEMENT_PORT}/api/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(withinMs),
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${name}: ${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}
