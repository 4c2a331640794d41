import type { MicroOp, Transaction } from './transaction.ts';

/** What a transaction of the model does, and what its client learns of it. */
export interface Program {
  readonly ops: readonly { readonly f: 'append' | 'r'; readonly key: number }[];
  readonly fate: 'ok' | 'fail' | 'info, committed' | 'info, aborted';
}

export type Isolation = 'serializable' | 'snapshot-isolation' | 'read-committed';

interface Running {
  readonly id: number;
  readonly lane: number;
  readonly program: Program;
  readonly invokedAt: number;
  readonly snapshot: ReadonlyMap<number, readonly number[]>;
  readonly ops: MicroOp[];
}

/**
 * Runs programs on a store that keeps its isolation level by construction, for tests: the lanes
 * share the programs out, and the schedule says which lane moves next by one operation.
 *
 * Serializable is strict two-phase locking; snapshot isolation reads as of the begin, and the
 * first updater wins; read committed locks appends alone. Whoever would wait aborts.
 */
export function runModel(
  programs: readonly Program[],
  schedule: readonly number[],
  isolation: Isolation,
  lanes = 3,
): readonly Transaction[] {
  const committed = new Map<number, readonly number[]>();
  const running: (Running | undefined)[] = Array.from({ length: lanes });
  const history: Transaction[] = [];
  let begun = 0;
  let now = 0;
  const moves = programs.reduce((sum, { ops }) => sum + ops.length + 2, 0) * (lanes + 1);
  for (let move = 0; move < moves; move++) {
    now++;
    step(((schedule[move % Math.max(1, schedule.length)] ?? 0) + move) % lanes);
  }
  return history;

  function step(lane: number) {
    const mine = running[lane];
    const program = programs[begun];
    if (mine !== undefined) advance(mine);
    else if (program !== undefined) {
      const snapshot = new Map(committed);
      running[lane] = { id: begun++, lane, program, invokedAt: now, snapshot, ops: [] };
    }
  }

  function advance(mine: Running) {
    const next = mine.program.ops[mine.ops.length];
    if (next === undefined) settle(mine, commits(mine.program));
    else if (isHeldBack(mine, next)) settle(mine, false);
    else if (next.f === 'r') mine.ops.push({ ...next, f: 'r', value: visible(mine, next.key) });
    else mine.ops.push({ ...next, f: 'append', value: now });
  }

  function visible({ ops, snapshot }: Running, key: number): readonly number[] {
    const source = isolation === 'snapshot-isolation' ? snapshot : committed;
    const own = ops.filter((op) => op.f === 'append' && op.key === key);
    return [...(source.get(key) ?? []), ...own.map(({ value }) => value as number)];
  }

  function isHeldBack(mine: Running, { f, key }: Program['ops'][number]): boolean {
    const conflicts = (op: MicroOp) =>
      op.key === key &&
      (op.f === 'append' || f === 'append') &&
      ((op.f === 'append' && f === 'append') || isolation === 'serializable');
    const others = running.filter((other) => other !== undefined && other !== mine);
    const isStale =
      isolation === 'snapshot-isolation' &&
      f === 'append' &&
      mine.snapshot.get(key) !== committed.get(key);
    return isStale || others.some((other) => other?.ops.some(conflicts));
  }

  function settle({ id, lane, program, invokedAt, ops }: Running, isCommitted: boolean) {
    running[lane] = undefined;
    const outcome = outcomeOf(program, isCommitted);
    for (const { f, key, value } of isCommitted ? ops : []) {
      if (f === 'append') committed.set(key, [...(committed.get(key) ?? []), value as number]);
    }
    const told = ops.map((op) =>
      op.f === 'r' && outcome !== 'ok' ? { ...op, value: undefined } : op,
    );
    const settledAt = outcome === 'info' ? Number.POSITIVE_INFINITY : now;
    history.push({ id, lane, invokedAt, settledAt, outcome, ops: told });
  }
}

const commits = ({ fate }: Program): boolean => fate === 'ok' || fate === 'info, committed';

function outcomeOf({ fate }: Program, isCommitted: boolean): Transaction['outcome'] {
  if (fate.startsWith('info')) return 'info';
  return isCommitted ? 'ok' : 'fail';
}
