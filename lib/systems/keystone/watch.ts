import { Agent } from 'node:http';
import { monotonicClock } from '../../core/clock.ts';
import { askHttp } from '../../core/http.ts';
import type { Machine } from '../../core/machine.ts';
import type { Observation, Watcher } from '../../core/system.ts';
import { within } from '../../core/within.ts';
import { API_PORT } from './names.ts';
import { issueToken } from './token.ts';

/** What has not answered within this does not answer at the moment. */
const ANSWER_WITHIN_MS = 500;

/**
 * An answer is waited for this long all the same, and not asked for anew meanwhile: who hangs would
 * have to answer all those questions when it is back.
 */
const GIVE_UP_AFTER_MS = 2_000;

/** Whether the database is reached costs Keystone 8 ms to tell, and more without a cache. */
const ASK_DATABASE_EVERY_MS = 1_000;

/** Logging in takes more than other questions, and is done once. */
const LOG_IN_WITHIN_MS = 10_000;

/**
 * Watches one Keystone by two questions: its version, which it answers out of itself, and, once a
 * second, in which domains the administrator has a role. That is never cached: it is answered with
 * 500 where the database is not there, and not at all where it hangs. Nodes are equal: none has a
 * role.
 */
export function watchKeystone(machine: Machine): Watcher {
  const agent = new Agent();
  const { name, address } = machine;
  const endpoint = { name, address, port: API_PORT };
  const get = async (path: string, headers: Readonly<Record<string, string>>): Promise<number> => {
    const how = { agent, withinMs: GIVE_UP_AFTER_MS };
    return (await askHttp({ ...endpoint, path, headers }, how)).status;
  };
  const askApi = patiently(() => get('/v3', {}));
  const database = watchDatabase({
    logIn: () => issueToken(endpoint, { scope: 'none', withinMs: LOG_IN_WITHIN_MS, agent }),
    ask: (token) => get('/v3/auth/domains', { 'x-auth-token': token }),
  });
  return {
    observe: async () => {
      const status = await askApi();
      if (status === 200) database.look();
      return observationOf(name, status, status === 200 ? database.state : 'not known');
    },
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

function observationOf(name: string, status: number | undefined, database: string): Observation {
  const reachable = status === 200;
  return {
    reachable,
    role: 'none',
    members: [name],
    state: {
      api: status === undefined ? 'no answer' : `answers ${status}`,
      database,
    },
  };
}

/** Undefined while there is no answer; the question stands until there is, or it is given up. */
function patiently(ask: () => Promise<number>): () => Promise<number | undefined> {
  let standing: Promise<number | undefined> | undefined;
  return async () => {
    standing ??= ask()
      .catch(() => undefined)
      .finally(() => {
        standing = undefined;
      });
    const answer = await within(monotonicClock, ANSWER_WITHIN_MS, standing);
    return answer === 'late' ? undefined : answer.value;
  };
}

interface DatabaseQuestions {
  readonly logIn: () => Promise<string>;
  readonly ask: (token: string) => Promise<number>;
}

/** Asks now and then, and never makes an observation wait for it. */
function watchDatabase({ logIn, ask }: DatabaseQuestions): {
  look(): void;
  readonly state: string;
} {
  let token: string | undefined;
  let state = 'not asked yet';
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;
  const question = async (): Promise<string> => {
    token ??= await logIn();
    const status = await ask(token);
    if (status === 401) token = undefined;
    return status === 200 ? 'reached' : `not reached: ${status}`;
  };
  const settle = (found: string): void => {
    state = found;
    asking = false;
  };
  return {
    get state() {
      return asking && monotonicClock.now() - askedAt > GIVE_UP_AFTER_MS ? 'no answer' : state;
    },
    look: () => {
      if (asking || monotonicClock.now() - askedAt < ASK_DATABASE_EVERY_MS) return;
      asking = true;
      askedAt = monotonicClock.now();
      question().then(settle, () => settle('no answer'));
    },
  };
}
