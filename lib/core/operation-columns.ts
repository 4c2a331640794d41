import type { Completion, EventOf, Json, OperationError } from './history.ts';

/** One operation, put together from its two events. */
export interface OperationRecord {
  readonly id: number;
  readonly lane: number;
  readonly due: number;
  readonly invokedAt: number;
  readonly f: string;
  readonly value: Json;
  /** What was answered, where the vocabulary has answers. */
  readonly answer: Json | undefined;
  /** Who answered. */
  readonly machine: string | undefined;
  /** `open` where the history ends before the answer: nobody knows, as with `info`. */
  readonly outcome: Completion['type'] | 'open';
  /** Infinity while open. */
  readonly settledAt: number;
  /** Position of its invocation in `history.events`. */
  readonly invoked: number;
  /** Position of its completion; that of its invocation while open. */
  readonly settled: number;
  readonly error: OperationError | undefined;
}

const outcomes = ['open', 'ok', 'fail', 'info'] as const;
const OPEN = outcomes.indexOf('open');

const FIRST_CAPACITY = 1_024;

/** Numbers of one kind, one a row. */
class Column<Numbers extends Float64Array | Uint16Array | Uint8Array> {
  readonly #make: (length: number) => Numbers;
  #numbers: Numbers;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#numbers = make(FIRST_CAPACITY);
  }

  get(row: number): number {
    return this.#numbers[row] ?? Number.NaN;
  }

  set(row: number, value: number): void {
    if (row >= this.#numbers.length) {
      const longer = this.#make(this.#numbers.length * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[row] = value;
  }

  /** The first row with this value, or one that is not in use; -1 where there is none. */
  find(value: number): number {
    return this.#numbers.indexOf(value);
  }
}

const wide = () => new Column((length) => new Float64Array(length));
const narrow = () => new Column((length) => new Uint16Array(length));

/** Words that come again and again, by numbers. */
class Words {
  readonly #words: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const number = this.#words.push(word) - 1;
    this.#numbers.set(word, number);
    return number;
  }

  at(number: number): string {
    return this.#words[number] ?? '';
  }
}

/**
 * The operations of one workload in the order in which they were begun: numbers in columns, so that
 * millions of them take 60 bytes each and no work of the garbage collector; what few of them have
 * (errors, answers, arguments that are no number) lies beside.
 */
export class OperationColumns {
  readonly #ids = wide();
  readonly #lanes = narrow();
  readonly #due = wide();
  readonly #invokedAt = wide();
  readonly #settledAt = wide();
  readonly #invoked = wide();
  readonly #settled = wide();
  readonly #outcomes = new Column((length) => new Uint8Array(length));
  readonly #verbs = narrow();
  readonly #numbers = wide();
  readonly #machines = narrow();
  /** Rows whose argument is no number. */
  readonly #values = new Map<number, Json>();
  readonly #answers = new Map<number, Json>();
  readonly #errors = new Map<number, OperationError>();
  /** Rows that wait for their answer, by the ids of their operations. */
  readonly #open = new Map<number, number>();
  readonly #words = new Words();
  readonly #noMachine = this.#words.numberOf('');
  #length = 0;

  /** False where an operation with this id is still under way. */
  begin({ id, lane, due, t, f, value }: EventOf<'invoke'>, position: number): boolean {
    if (this.#open.has(id)) return false;
    const row = this.#length++;
    this.#ids.set(row, id);
    this.#lanes.set(row, lane);
    this.#due.set(row, due);
    this.#invokedAt.set(row, t);
    this.#settledAt.set(row, Number.POSITIVE_INFINITY);
    this.#invoked.set(row, position);
    this.#settled.set(row, position);
    this.#outcomes.set(row, OPEN);
    this.#verbs.set(row, this.#words.numberOf(f));
    this.#machines.set(row, this.#noMachine);
    if (typeof value === 'number') this.#numbers.set(row, value);
    else this.#values.set(row, value);
    this.#open.set(id, row);
    return true;
  }

  /** False where no operation with this id is under way. */
  settle({ type, t, id, machine, value, error }: Completion, position: number): boolean {
    const row = this.#open.get(id);
    if (row === undefined) return false;
    this.#open.delete(id);
    this.#settledAt.set(row, t);
    this.#settled.set(row, position);
    this.#outcomes.set(row, outcomes.indexOf(type));
    if (machine !== undefined) this.#machines.set(row, this.#words.numberOf(machine));
    if (value !== undefined) this.#answers.set(row, value);
    if (error !== undefined) this.#errors.set(row, error);
    return true;
  }

  #at(row: number): OperationRecord {
    const value = this.#values.get(row);
    const machine = this.#machines.get(row);
    return {
      id: this.#ids.get(row),
      lane: this.#lanes.get(row),
      due: this.#due.get(row),
      invokedAt: this.#invokedAt.get(row),
      f: this.#words.at(this.#verbs.get(row)),
      value: value === undefined ? this.#numbers.get(row) : value,
      answer: this.#answers.get(row),
      machine: machine === this.#noMachine ? undefined : this.#words.at(machine),
      outcome: outcomes[this.#outcomes.get(row)] ?? 'open',
      settledAt: this.#settledAt.get(row),
      invoked: this.#invoked.get(row),
      settled: this.#settled.get(row),
      error: this.#errors.get(row),
    };
  }

  *[Symbol.iterator](): Generator<OperationRecord> {
    for (let row = 0; row < this.#length; row += 1) yield this.#at(row);
  }

  withId(id: number): OperationRecord | undefined {
    return this.#find(this.#ids, id);
  }

  /** The operation whose invocation or completion lies at a position of the history. */
  around(position: number): OperationRecord | undefined {
    return this.#find(this.#invoked, position) ?? this.#find(this.#settled, position);
  }

  #find(column: Column<Float64Array>, value: number): OperationRecord | undefined {
    const row = column.find(value);
    return row === -1 || row >= this.#length ? undefined : this.#at(row);
  }
}
