/** The system's name, in topologies, workloads and reports. */
export const GALERA = 'galera';

/** Where MariaDB's clients connect. */
export const SQL_PORT = 3306;

/** Where nodes talk to each other: Galera's group communication. */
export const PEER_PORT = 4567;

/** The account that images/galera makes. */
export const account = { user: 'blackstart', password: 'blackstart', database: 'blackstart' };
