import type {
  Completion,
  EventOf,
  Events,
  Header,
  History,
  HistoryEvent,
  OtherType,
  Recorded,
} from './history.ts';
import { OperationColumns, type OperationRecord } from './operation-columns.ts';
import { withOrders } from './ordered.ts';

/**
 * Events as they were recorded, kept so that a history of gigabytes fits: operations, nearly all
 * of it, in columns, and everything else as it is.
 */
export class EventLog implements Events {
  readonly #operations = new Map<string, OperationColumns>();
  readonly #others = new Map<OtherType, Recorded<EventOf<OtherType>>[]>();
  #length = 0;
  #endMs = 0;

  get length(): number {
    return this.#length;
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** Refuses an event that can't follow those before it, and says why. */
  push(event: HistoryEvent): string | undefined {
    const complaint = this.#keep(event);
    if (complaint !== undefined) return complaint;
    this.#length += 1;
    this.#endMs = Math.max(this.#endMs, event.t);
    return undefined;
  }

  #keep(event: HistoryEvent): string | undefined {
    const position = this.#length;
    if (event.type === 'invoke') {
      const fits = this.#columnsOf(event.workload).begin(event, position);
      return fits ? undefined : `${event.workload} #${event.id} begins while it is under way`;
    }
    if (isCompletion(event)) {
      const fits = this.#columnsOf(event.workload).settle(event, position);
      return fits ? undefined : `${event.workload} #${event.id} is answered, but not under way`;
    }
    const alike = this.#others.get(event.type);
    const recorded = { event, position };
    if (alike === undefined) this.#others.set(event.type, [recorded]);
    else alike.push(recorded);
    return undefined;
  }

  #columnsOf(workload: string): OperationColumns {
    const known = this.#operations.get(workload);
    if (known !== undefined) return known;
    const columns = new OperationColumns();
    this.#operations.set(workload, columns);
    return columns;
  }

  operations(workload: string): Iterable<OperationRecord> {
    return this.#operations.get(workload) ?? [];
  }

  recorded<Type extends OtherType>(type: Type): readonly Recorded<EventOf<Type>>[] {
    return (this.#others.get(type) ?? []) as readonly Recorded<
      EventOf<OtherType>
    >[] as readonly Recorded<EventOf<Type>>[];
  }

  of<Type extends OtherType>(type: Type): readonly EventOf<Type>[] {
    return this.recorded(type).map(({ event }) => event);
  }

  at(position: number): HistoryEvent | undefined {
    for (const alike of this.#others.values()) {
      const found = alike.find((one) => one.position === position);
      if (found !== undefined) return found.event;
    }
    for (const [workload, columns] of this.#operations) {
      const operation = columns.around(position);
      if (operation !== undefined) return eventAt(position, workload, operation);
    }
    return undefined;
  }

  invocation(workload: string, id: number): EventOf<'invoke'> | undefined {
    const operation = this.#operations.get(workload)?.withId(id);
    return operation === undefined ? undefined : invocationOf(workload, operation);
  }

  *[Symbol.iterator](): Generator<HistoryEvent> {
    const all = new Array<HistoryEvent>(this.#length);
    for (const { event, position } of [...this.#others.values()].flat()) all[position] = event;
    for (const [workload, columns] of this.#operations) {
      for (const operation of columns) {
        for (const position of [operation.invoked, operation.settled]) {
          all[position] = eventAt(position, workload, operation);
        }
      }
    }
    yield* all;
  }
}

/** A history of events in the order in which they were recorded. */
export function historyOf(
  planned: Header,
  events: Iterable<HistoryEvent>,
  damage?: string,
): History {
  const log = new EventLog();
  for (const event of events) {
    const complaint = log.push(event);
    if (complaint !== undefined) throw new RangeError(complaint);
  }
  const header = withOrders(planned, log);
  return damage === undefined ? { header, events: log } : { header, events: log, damage };
}

function isCompletion(event: { readonly type: string }): event is Completion {
  return event.type === 'ok' || event.type === 'fail' || event.type === 'info';
}

function eventAt(position: number, workload: string, operation: OperationRecord): HistoryEvent {
  const { outcome, settledAt: t, id, machine, answer, error } = operation;
  if (position === operation.invoked || outcome === 'open') {
    return invocationOf(workload, operation);
  }
  return {
    t,
    type: outcome,
    workload,
    id,
    ...(machine === undefined ? {} : { machine }),
    ...(answer === undefined ? {} : { value: answer }),
    ...(error === undefined ? {} : { error }),
  };
}

const invocationOf = (
  workload: string,
  { id, lane, due, invokedAt, f, value }: OperationRecord,
): EventOf<'invoke'> => ({ t: invokedAt, type: 'invoke', workload, id, lane, due, f, value });
