import type { Move } from './promise.ts';

/** They end or stop processes, and the machine goes on. */
const OF_PROCESSES: readonly string[] = ['kill', 'stop', 'pause'];

/** Processes go on, and clients reach them. */
const OF_LINKS: readonly string[] = ['partition', 'degrade'];

/**
 * Whether a second harm can still be told from its absence while the first one is in force. What has
 * ended can't be ended again, and what clients don't hear anyway can't be seen to refuse.
 */
export function mayOverlap(
  first: Pick<Move, 'kind' | 'aim'>,
  second: Pick<Move, 'kind' | 'aim'>,
  where: 'same machine' | 'another machine',
): boolean {
  if (!OF_PROCESSES.includes(second.kind)) return false;
  if (OF_LINKS.includes(first.kind)) return true;
  if (where === 'another machine') return first.aim.at === 'machine';
  return isApart(first, second) && OF_PROCESSES.includes(first.kind);
}

/** Different services of one machine. */
function isApart({ aim: one }: Pick<Move, 'aim'>, { aim: other }: Pick<Move, 'aim'>): boolean {
  if (one.at !== 'machine' || other.at !== 'machine') return false;
  const [first, second] = [one.service, other.service];
  return first !== undefined && second !== undefined && first !== second;
}
