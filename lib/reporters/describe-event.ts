import { formatMs } from '../core/duration.ts';
import type { Completion, EventOf, Events, HistoryEvent } from '../core/history.ts';

/** An event as a sentence for people. */
export function describeEvent(event: HistoryEvent, events: Pick<Events, 'invocation'>): string {
  switch (event.type) {
    case 'phase':
      return `phase ${event.phase} begins`;
    case 'invoke':
      return `${operation(event)} is sent, due at ${formatMs(event.due)}`;
    case 'ok':
    case 'fail':
    case 'info':
      return completion(event, events.invocation(event.workload, event.id));
    case 'blow':
      return `blow ${event.index + 1}: ${event.fault} at ${event.target}, that is ${event.machines.join(', ')}`;
    case 'ordered':
      return `blow ${event.index + 1} is ordered: ${event.blow.fault} at ${event.blow.target}`;
    case 'load':
      return `${event.workload}: the load ${event.stage}`;
    case 'injected':
      return `blow ${event.index + 1} is in effect, ± ${formatMs(event.uncertaintyMs)}`;
    case 'healed':
      return `blow ${event.index + 1} is healed`;
    case 'observation':
      return `${event.system} on ${event.machine}: ${event.reachable ? `role ${event.role}, with ${event.members.join(', ') || 'nobody'}, ${JSON.stringify(event.state)}` : 'unreachable'}`;
    case 'redundancy':
      return `${event.system}: redundancy ${event.full ? 'full' : 'reduced'}, ${event.detail}`;
    case 'steadiness':
      return `${event.index === undefined ? '' : `before blow ${event.index + 1}: `}${event.steady ? 'steady' : 'not steady'}: ${event.detail}`;
    case 'log':
      return `${event.machine}/${event.service}: ${event.line}`;
    case 'harness':
      return `harness: latest start ${formatMs(event.latenessMaxMs)}, loop delay ${formatMs(event.loopDelayMaxMs)}`;
    case 'final-read':
      return finalRead(event);
    case 'end':
      return `the run ends: ${event.outcome}`;
  }
}

const operation = ({ workload, id, lane, f, value }: EventOf<'invoke'>): string =>
  `${workload} #${id}, lane ${lane}, ${f} ${JSON.stringify(value)}`;

const meanings = { ok: 'ok', fail: 'failed for certain', info: 'of unknown fate' } as const;

function completion(
  { type, t, workload, id, machine, error }: Completion,
  invoked: EventOf<'invoke'> | undefined,
): string {
  const name = invoked ? operation(invoked) : `${workload} #${id}`;
  const after = invoked ? ` ${formatMs(t - invoked.due)} after it was due` : '';
  const by = machine === undefined ? '' : `, answered by ${machine}`;
  const why = error === undefined ? '' : `: ${error.code} ${error.message}`;
  return `${name}: ${meanings[type]}${after}${by}${why}`;
}

function finalRead({ workload, machine, pass, elements, error }: EventOf<'final-read'>): string {
  const what = `final read of ${workload} on ${machine} (${pass})`;
  if (error !== undefined) return `${what} failed: ${error.code} ${error.message}`;
  return `${what}: ${(elements?.length ?? 0).toLocaleString('en')} elements`;
}
