/** The system's name, in topologies, workloads and reports. */
export const GALERA = 'galera';

/** The system of a member that only votes. */
export const ARBITRATOR = 'arbitrator';

/** Where MariaDB's clients connect. */
export const SQL_PORT = 3306;

/** Where nodes talk to each other: Galera's group communication. */
export const PEER_PORT = 4567;

/** The service beside a node that says whether it is synced, and where it does. */
export const CLUSTERCHECK = 'clustercheck';
export const CHECK_PORT = 4569;

/** The account that images/galera makes. */
export const account = { user: 'blackstart', password: 'blackstart', database: 'blackstart' };
