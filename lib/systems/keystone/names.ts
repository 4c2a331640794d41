/** The system's name, in topologies, workloads and reports. */
export const KEYSTONE = 'keystone';

/** Where Keystone's clients connect. */
export const API_PORT = 5_000;

/** Whom the seed of images/keystone knows: may do everything. */
export const administrator = {
  name: 'admin',
  password: 'blackstart',
  domain: 'default',
  project: 'admin',
} as const;

/** The account that is prepared for Keystone in its database (images/galera/accounts.sql). */
export const databaseAccount = {
  user: 'keystone',
  password: 'keystone',
  database: 'keystone',
} as const;

/** Where a database is, unless its address says otherwise. */
export const SQL_PORT = 3_306;
