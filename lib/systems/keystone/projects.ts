import { Agent } from 'node:http';
import mysql from 'mysql2/promise';
import { z } from 'zod';
import { askHttp } from '../../core/http.ts';
import type { Host } from '../../core/machine.ts';
import type { Vocabulary } from '../../core/system.ts';
import { endpointAt } from './address.ts';
import { API_PORT, administrator, databaseAccount, SQL_PORT } from './names.ts';
import { openClient, type Words } from './session.ts';
import { issueToken } from './token.ts';

/** A list is as long as there are projects. */
const READ_WITHIN_MS = 30_000;

/** Waits until everything that the cluster has committed so far is applied on this node, too. */
const CAUGHT_UP = 'SET SESSION wsrep_sync_wait = 15';

const PREFIX = 'project-';
const LIST = `/v3/projects?domain_id=${administrator.domain}`;
const NAMES = 'SELECT name FROM project WHERE domain_id = ? AND is_domain = 0';

const listSchema = z.object({ projects: z.array(z.object({ name: z.string() })) });

export interface ProjectsOptions {
  readonly endpoints: (machines: readonly Host[]) => readonly string[];
  readonly copy: (self: Host) => string;
}

/** A set as projects of one domain: adding 7 creates `project-7`, 201 acknowledges it. */
export const keystoneProjects = ({ endpoints, copy }: ProjectsOptions): Vocabulary => ({
  prepare: async () => undefined,
  open: (machines, options) => openClient(machines, options, { endpoints, words }),
  readAll: (machine) => heldBy(machine, copy),
});

const words: Words = {
  needsToken: () => true,
  request: ({ f, value }, token) =>
    f === 'read'
      ? { path: LIST, headers: { 'x-auth-token': token } }
      : {
          path: '/v3/projects',
          method: 'POST',
          headers: { 'x-auth-token': token, 'content-type': 'application/json' },
          body: JSON.stringify({
            project: { name: `${PREFIX}${value}`, domain_id: administrator.domain },
          }),
        },
  good: ({ f }) => (f === 'read' ? 200 : 201),
  value: ({ f }, answered) =>
    f === 'read' && answered?.status === 200 ? [...listed(answered.body)] : undefined,
};

const listed = (body: string): readonly number[] =>
  numbersIn(listSchema.parse(JSON.parse(body)).projects.map(({ name }) => name));

const numbersIn = (names: readonly string[]): readonly number[] =>
  names.filter((name) => name.startsWith(PREFIX)).map((name) => Number(name.slice(PREFIX.length)));

/**
 * What this machine's Keystone lists, as far as its copy of the database has it, too: what either
 * lacks is lost there. The copy is made to catch up first.
 */
async function heldBy(machine: Host, copy: (self: Host) => string): Promise<readonly number[]> {
  const kept = new Set(await namesInDatabase(copy(machine)));
  return (await listProjects(machine)).filter((number) => kept.has(number));
}

async function namesInDatabase(address: string): Promise<readonly number[]> {
  const { address: host, port } = endpointAt(address, SQL_PORT);
  const connection = await mysql.createConnection({
    ...databaseAccount,
    host,
    port,
    connectTimeout: READ_WITHIN_MS,
    rowsAsArray: true,
  });
  try {
    await connection.query(CAUGHT_UP);
    const [rows] = await connection.query<mysql.RowDataPacket[][]>({
      sql: NAMES,
      values: [administrator.domain],
      timeout: READ_WITHIN_MS,
    });
    return numbersIn(rows.map(([name]) => String(name)));
  } finally {
    connection.destroy();
  }
}

async function listProjects({ name, address }: Host): Promise<readonly number[]> {
  const endpoint = { name, address, port: API_PORT };
  const token = await issueToken(endpoint, { scope: 'project', withinMs: READ_WITHIN_MS });
  const question = { ...endpoint, path: LIST, headers: { 'x-auth-token': token } };
  const how = { agent: new Agent(), withinMs: READ_WITHIN_MS };
  const { status, body } = await askHttp(question, how);
  if (status === 200) return listed(body);
  throw new Error(`${name}: its projects can't be listed: answered ${status}`);
}
