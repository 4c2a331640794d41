import { Agent } from 'node:http';
import { askHttp, type HttpRequest } from '../../core/http.ts';
import type { Machine } from '../../core/machine.ts';
import { API_PORT, administrator } from './names.ts';
import { issueToken } from './token.ts';

/** Twice as many as it has processes (fixtures/keystone/uwsgi.ini): none of them is left out. */
const AT_A_TIME = 4;

/**
 * Asks a Keystone what clients will ask it, so that each of its processes has loaded what that takes: the
 * first answers cost a process seconds, later ones some ten milliseconds. A load that meets three cold
 * Keystones on two processors piles up faster than they warm.
 *
 * @param withinMs for each answer; rejects where one takes longer
 */
export async function warmUp({ name, address }: Machine, withinMs: number): Promise<void> {
  const agent = new Agent();
  const endpoint = { name, address, port: API_PORT };
  try {
    const token = await issueToken(endpoint, { scope: 'project', withinMs, agent });
    for (const question of questions(name, token)) {
      const asked = Array.from({ length: AT_A_TIME }, (_, number) =>
        askHttp({ ...endpoint, ...question(number) }, { agent, withinMs }),
      );
      await Promise.all(asked);
    }
  } finally {
    agent.destroy();
  }
}

/** In this order; projects that are there already are refused late enough. */
function questions(name: string, token: string): readonly ((number: number) => HttpRequest)[] {
  const headers = { 'x-auth-token': token, 'x-subject-token': token };
  const domain = administrator.domain;
  const create = (number: number): HttpRequest => ({
    path: '/v3/projects',
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ project: { name: `warm-${name}-${number}`, domain_id: domain } }),
  });
  const validate = () => ({ path: '/v3/auth/tokens', headers });
  const list = () => ({ path: `/v3/projects?domain_id=${domain}`, headers });
  return [validate, create, list, validate];
}
