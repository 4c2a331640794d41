import { UsageError } from '../core/errors.ts';
import type { Json } from '../core/history.ts';
import type { Topology } from '../core/topology.ts';
import { blowInWords, workloadInWords } from '../scenarios/in-words.ts';
import type { Order } from './protocol.ts';
import type { Session } from './session.ts';
import { usualLoad } from './usual-load.ts';

/** What is done with a cluster that stands: all but to bring it up, look at it, and take it down. */
export type Deed = Exclude<Order, { readonly order: 'stand' | 'status' | 'down' }>;

/** Does by hand what an order says in words. */
export function obey(order: Deed, session: Session, topology: Topology): Promise<unknown> {
  switch (order.order) {
    case 'fault': {
      const { fault, target } = order;
      const blow = blowInWords({ fault, target }, topology);
      return session.blows().strike({ ...blow, words: { fault, target } });
    }
    case 'heal':
      return session.blows().heal(order.what);
    case 'load-start':
      return startLoad(order.workload, session, topology);
    case 'load-stop':
      return session.loads().end(order.name);
  }
}

/** What was stopped goes on, where nothing is named; or the usual, where nothing was asked before. */
async function startLoad(
  said: Json | undefined,
  session: Session,
  topology: Topology,
): Promise<readonly string[]> {
  const loads = session.loads();
  if (said !== undefined) return [await begin(said, session, topology)];
  const resumed = await loads.resume();
  if (resumed.length > 0) return resumed;
  if (loads.underWay().length > 0) {
    throw new UsageError(`under way already: ${loads.underWay().join(', ')}`, {
      hint: 'blackstart status shows them; blackstart load start <workload> begins another one.',
    });
  }
  const begun: string[] = [];
  for (const words of usualLoad(topology))
    begun.push(await begin(words as Json, session, topology));
  return begun;
}

async function begin(words: Json, session: Session, topology: Topology): Promise<string> {
  const workload = workloadInWords(words, topology);
  await session.loads().begin({ workload, words });
  return workload.name;
}
