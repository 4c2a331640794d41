import mysql, { type Connection, type RowDataPacket } from 'mysql2';
import type { Host } from '../../core/machine.ts';
import { account, SQL_PORT } from './port.ts';

/** A connection to one MariaDB, that rejects with the driver's own errors. */
export interface Sql {
  /** Rows as arrays of column values. */
  query(text: string, values?: readonly (string | number)[]): Promise<readonly unknown[][]>;
  /** Whether the driver has lost it. */
  readonly lost: boolean;
  /** Closes at once, whatever is under way. */
  destroy(): void;
}

/** Connects and logs in, or rejects within the time given. */
export function connectSql(host: Host, withinMs: number): Promise<Sql> {
  const connection = mysql.createConnection({
    ...account,
    host: host.address,
    port: SQL_PORT,
    connectTimeout: withinMs,
  });
  let lost = false;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      connection.destroy();
      reject(new Error(`${host.name}: no login within ${withinMs} ms`));
    }, withinMs);
    connection.on('error', (error) => {
      lost = true;
      clearTimeout(late);
      reject(error);
    });
    connection.once('connect', () => {
      clearTimeout(late);
      resolve({
        query: (text, values = []) =>
          query(connection, text, values).catch((error: unknown) => {
            lost ||= isFatal(error);
            throw error;
          }),
        get lost() {
          return lost;
        },
        destroy: () => connection.destroy(),
      });
    });
  });
}

/** The driver tells a query under way, and nobody else, that the connection broke. */
const isFatal = (error: unknown): boolean =>
  error instanceof Error && 'fatal' in error && error.fatal === true;

function query(
  connection: Connection,
  sql: string,
  values: readonly (string | number)[],
): Promise<readonly unknown[][]> {
  return new Promise((resolve, reject) => {
    connection.query<RowDataPacket[][]>(
      { sql, values: [...values], rowsAsArray: true },
      (error, rows) => (error === null ? resolve(rows) : reject(error)),
    );
  });
}
