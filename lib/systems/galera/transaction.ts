import type { Sql } from './connect.ts';
import { Definite } from './errors.ts';

/** As oslo.db does (wrap_db_retry, max_retries 5): a deadlock is nobody's fault, and is tried again. */
const ATTEMPTS = 6;

/**
 * Carries out work in one transaction. One that the cluster refuses because another was first
 * (certainly rolled back) is tried again; one that broke before its COMMIT was sent did not happen.
 */
export async function inTransaction<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(sql, work);
    } catch (error) {
      if (!isDeadlock(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function once<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  const value = await begun(sql, work);
  await sql.query('COMMIT');
  return value;
}

async function begun<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  try {
    await sql.query('BEGIN');
    return await work();
  } catch (error) {
    if (!sql.lost && !isDeadlock(error)) await sql.query('ROLLBACK');
    throw isDeadlock(error) ? error : new Definite('broke before COMMIT', error);
  }
}

/** A lock conflict on this node, or a certification that another node's transaction won. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ER_LOCK_DEADLOCK';
