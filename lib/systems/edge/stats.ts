/** One server as an HAProxy sees it. */
export interface BackendServer {
  readonly name: string;
  /** UP, DOWN, `UP 1/3` on its way down, `no check` ...: HAProxy management guide, 9.1. */
  readonly status: string;
}

const SUMMARIES = ['FRONTEND', 'BACKEND'];

/** The servers in HAProxy's statistics in CSV. Rejects what are no statistics. */
export function serversIn(csv: string): readonly BackendServer[] {
  const [head = '', ...rows] = csv.trim().split('\n');
  const columns = head.replace(/^# /, '').split(',');
  const nameAt = columns.indexOf('svname');
  const statusAt = columns.indexOf('status');
  if (nameAt === -1 || statusAt === -1) {
    throw new Error(`expected HAProxy's statistics, found '${head.slice(0, 60)}'`);
  }
  return rows
    .map((row) => row.split(','))
    .map((values) => ({ name: values[nameAt] ?? '', status: values[statusAt] ?? '' }))
    .filter(({ name }) => !SUMMARIES.includes(name));
}

/** Whether it gets requests. One that is not checked gets them always. */
export const isInUse = ({ status }: BackendServer): boolean =>
  status.startsWith('UP') || status === 'no check';

/** Whether it is healthy, without a failed check since. */
export const isSound = ({ status }: BackendServer): boolean =>
  status === 'UP' || status === 'no check';
