import { monotonicClock } from '../../core/clock.ts';
import { eventually, type Look } from '../../core/eventually.ts';
import { type Connection, connectServer, text } from './connect.ts';
import { type Facts, parseInfo } from './info.ts';

const WITHIN_MS = 10_000;

/**
 * Waits until a replica holds all that its primary has written by now; a primary is caught up with
 * itself. Rejects for a replica that has no link to its primary: what it holds says nothing then.
 */
export async function awaitCaughtUp(name: string, connection: Connection): Promise<void> {
  const info = await replicationOf(connection);
  if (info['role'] === 'master') return;
  const primary = await connectServer(
    info['master_host'] ?? '',
    Number(info['master_port']),
    WITHIN_MS,
  );
  const wanted = Number((await replicationOf(primary))['master_repl_offset']);
  primary.destroy();
  const look = async (): Promise<Look<true>> => {
    const now = await replicationOf(connection);
    const reached = Number(now['slave_repl_offset']);
    const linked = now['master_link_status'] === 'up';
    if (now['role'] === 'master' || (linked && reached >= wanted)) return { done: true };
    return { state: `link ${now['master_link_status']}, at ${reached} of ${wanted}` };
  };
  await eventually(`${name} has caught up with its primary`, look, {
    clock: monotonicClock,
    withinMs: WITHIN_MS,
    everyMs: 20,
  });
}

const replicationOf = async (connection: Connection): Promise<Facts> =>
  parseInfo(text(await connection.call('INFO', 'replication')));
