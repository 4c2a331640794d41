import { Agent } from 'node:http';
import { askHttp, type HttpRequest } from '../../core/http.ts';
import type { Endpoint } from '../../core/http-connection.ts';
import { administrator } from './names.ts';

/** What a token is for: `none` tells who one is, and no more; it costs Keystone the least. */
export type Scope = 'project' | 'none';

/** Asks for a token by password. That costs Keystone 0.2 s of bcrypt. */
export const logIn = (scope: Scope): HttpRequest => ({
  path: '/v3/auth/tokens',
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ auth: { identity, scope: scopes[scope] } }),
});

const { name, password, domain, project } = administrator;

const identity = {
  methods: ['password'],
  password: { user: { name, password, domain: { id: domain } } },
};

const scopes = {
  project: { project: { name: project, domain: { id: domain } } },
  none: 'unscoped',
} as const;

export interface TokenOptions {
  readonly scope: Scope;
  readonly withinMs: number;
  readonly agent?: Agent;
}

/** A token from this Keystone, that is as good at every other. Rejects where it gives none. */
export async function issueToken(
  { address, port, name: whose }: Endpoint,
  { scope, withinMs, agent = new Agent() }: TokenOptions,
): Promise<string> {
  const question = { ...logIn(scope), address, port };
  const { status, headers } = await askHttp(question, { agent, withinMs });
  const token = headers['x-subject-token'];
  if (status === 201 && typeof token === 'string') return token;
  throw new Error(`${whose}: no token: answered ${status}`);
}
