import { formatMs } from '../core/duration.ts';

/** One look at every account, in one transaction. */
export interface BankRead {
  /** Unique over reads and final reads; what evidence names. */
  readonly id: number;
  /** ms on one monotonic clock. */
  readonly settledAt: number;
  readonly machine?: string;
  /** By account, from 0; undefined if there was no answer, which says nothing. */
  readonly balances: readonly number[] | undefined;
}

export interface BankHistory {
  /** How many there are; they are numbered from 0. */
  readonly accounts: number;
  /** What all accounts hold together, whatever is transferred. */
  readonly total: number;
  readonly reads: readonly BankRead[];
  /** One of each node, when all transfers were over. */
  readonly finalReads: readonly BankRead[];
  readonly negativeAllowed: boolean;
}

/** A read with what is wrong about it. */
type Wrong<Detail> = Pick<BankRead, 'id' | 'settledAt' | 'machine'> & Detail;

interface Finding<Kind extends string, Detail> {
  readonly kind: Kind;
  /** Every read that shows it, by time. Their ids are the evidence. */
  readonly reads: readonly Wrong<Detail>[];
  /** ms: the first and the last read that shows it. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly explanation: string;
}

export type WrongTotal = Finding<'wrong-total', { total: number; offBy: number }>;
export type NegativeBalance = Finding<
  'negative-balance',
  { overdrawn: readonly { readonly account: number; readonly balance: number }[] }
>;
export type WrongAccounts = Finding<
  'missing-account' | 'unknown-account',
  { accounts: readonly number[] }
>;
export type BankFinding = WrongTotal | NegativeBalance | WrongAccounts;

/** What a node held in the end; without a total if it gave no answer, or not of each account. */
export interface FinalTotal {
  readonly id: number;
  readonly machine?: string;
  readonly total?: number;
}

export interface BankResult {
  /** Unknown: nothing is wrong with what was read, but not every node was read in the end. */
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  /** One of a kind. */
  readonly findings: readonly BankFinding[];
  /** By time. */
  readonly finalTotals: readonly FinalTotal[];
  /** Reads with an answer, final ones among them. */
  readonly answered: number;
  readonly explanation: string;
}

type Answer = BankRead & { readonly balances: readonly number[] };

/**
 * Whether every read shows all the money: under snapshot isolation and above, transfers never
 * change the total. Kinds of error as in `jepsen.tests.bank` (check-op), but every kind that a
 * read shows is reported. A total is counted only where exactly the known accounts were read.
 */
export function checkBank(history: BankHistory): BankResult {
  const answers = [...history.reads, ...history.finalReads].filter(isAnswer).sort(byTime);
  const findings = [
    wrongTotals(history, answers),
    negativeBalances(history, answers),
    missingAccounts(history, answers),
    unknownAccounts(history, answers),
  ].filter((finding) => finding !== undefined);
  const finals = history.finalReads.toSorted(byTime);
  const unread = finals.filter((read) => !isAnswer(read));
  const isSettled = finals.length > 0 && unread.length === 0;
  return {
    verdict: findings.length > 0 ? 'invalid' : isSettled ? 'valid' : 'unknown',
    findings,
    finalTotals: finals.map((read) => finalTotal(history, read)),
    answered: answers.length,
    explanation: [
      ...findings.map(({ explanation }) => explanation),
      ...(findings.length === 0 ? [`${answers.length} reads show nothing wrong.`] : []),
      ...(isSettled ? [] : [unsettled(unread)]),
    ].join(' '),
  };
}

const isAnswer = (read: BankRead): read is Answer => read.balances !== undefined;

const byTime = (one: BankRead, other: BankRead): number =>
  one.settledAt - other.settledAt || one.id - other.id;

function wrongTotals(history: BankHistory, answers: readonly Answer[]): WrongTotal | undefined {
  const reads = answers.flatMap((answer) => {
    const total = totalOf(history, answer);
    if (total === undefined || total === history.total) return [];
    return [{ ...placeOf(answer), total, offBy: total - history.total }];
  });
  const totals = reads.map(({ total }) => total);
  const [low, high] = [least(totals), -least(totals.map((total) => -total))];
  const range = low === high ? `always ${low}` : `from ${low} to ${high}`;
  return finding('wrong-total', reads, answers, {
    shown: `A total that is not ${history.total}, ${range},`,
    detail: ({ total, offBy }) => `${total}, ${Math.abs(offBy)} too ${offBy < 0 ? 'low' : 'high'}`,
  });
}

function negativeBalances(
  { negativeAllowed }: BankHistory,
  answers: readonly Answer[],
): NegativeBalance | undefined {
  if (negativeAllowed) return undefined;
  const reads = answers
    .map((answer) => ({ ...placeOf(answer), overdrawn: overdrawnIn(answer) }))
    .filter(({ overdrawn }) => overdrawn.length > 0);
  return finding('negative-balance', reads, answers, {
    shown: 'Accounts below 0',
    detail: ({ overdrawn }) =>
      overdrawn.map(({ account, balance }) => `account ${account} at ${balance}`).join(', '),
  });
}

const overdrawnIn = ({ balances }: Answer) =>
  balances.map((balance, account) => ({ account, balance })).filter(({ balance }) => balance < 0);

function missingAccounts({ accounts }: BankHistory, answers: readonly Answer[]) {
  const missing = ({ balances }: Answer) =>
    numbered(accounts).filter((account) => !Number.isFinite(balances[account]));
  return wrongAccounts('missing-account', answers, missing);
}

function unknownAccounts({ accounts }: BankHistory, answers: readonly Answer[]) {
  const unknown = ({ balances }: Answer) => numbered(balances.length).slice(accounts);
  return wrongAccounts('unknown-account', answers, unknown);
}

function wrongAccounts(
  kind: WrongAccounts['kind'],
  answers: readonly Answer[],
  wrong: (answer: Answer) => readonly number[],
): WrongAccounts | undefined {
  const reads = answers
    .map((answer) => ({ ...placeOf(answer), accounts: wrong(answer) }))
    .filter(({ accounts }) => accounts.length > 0);
  return finding(kind, reads, answers, {
    shown: kind === 'missing-account' ? 'Accounts missing' : 'Accounts that nobody opened',
    detail: ({ accounts }) => `account ${accounts.join(', ')}`,
  });
}

interface Words<Detail> {
  readonly shown: string;
  readonly detail: (read: Wrong<Detail>) => string;
}

/** A finding, if a read shows it; `reads` are by time. */
function finding<Kind extends string, Detail>(
  kind: Kind,
  reads: readonly Wrong<Detail>[],
  { length }: readonly Answer[],
  { shown, detail }: Words<Detail>,
): Finding<Kind, Detail> | undefined {
  const [first, last] = [reads[0], reads.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const name = ({ id, machine }: Wrong<Detail>) =>
    machine === undefined ? `read ${id}` : `read ${id} of ${machine}`;
  const place = (read: Wrong<Detail>) =>
    `at ${formatMs(read.settledAt)} (${name(read)}: ${detail(read)})`;
  const times = first === last ? place(first) : `first ${place(first)}, last ${place(last)}`;
  return {
    kind,
    reads,
    firstAt: first.settledAt,
    lastAt: last.settledAt,
    explanation: `${shown} in ${reads.length} of ${length} reads: ${times}.`,
  };
}

const placeOf = ({ id, settledAt, machine }: BankRead) =>
  machine === undefined ? { id, settledAt } : { id, settledAt, machine };

/** Of exactly the known accounts; undefined if one is missing or too many. */
function totalOf({ accounts }: BankHistory, { balances }: BankRead): number | undefined {
  if (balances?.length !== accounts) return undefined;
  const known = balances.filter((balance) => Number.isFinite(balance));
  return known.length === accounts ? known.reduce((sum, one) => sum + one, 0) : undefined;
}

function finalTotal(history: BankHistory, read: BankRead): FinalTotal {
  const { settledAt: _, ...place } = placeOf(read);
  const total = totalOf(history, read);
  return total === undefined ? place : { ...place, total };
}

function unsettled(unread: readonly BankRead[]): string {
  if (unread.length === 0) return 'There is no final read.';
  const names = unread.map(({ id, machine }) => machine ?? `read ${id}`);
  return `No final read of ${names.join(', ')}.`;
}

const numbered = (count: number): readonly number[] => [...Array(count).keys()];

/** Not by spreading: a history may hold more than an engine takes as arguments. */
const least = (values: readonly number[]): number =>
  values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
