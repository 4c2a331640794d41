/** The system's name, in topologies, workloads and reports. */
export const RABBITMQ = 'rabbitmq';

/** Where clients connect. */
export const AMQP_PORT = 5672;

/** Where the management plugin answers. */
export const MANAGEMENT_PORT = 15672;

/** The account that images/rabbitmq makes. */
export const account = { user: 'blackstart', password: 'blackstart' };

/** The queue that the workloads use, in the default virtual host. */
export const QUEUE = 'messages';

/** What a node is called in the cluster that the images hold, counted from 1; its host must be known so. */
export const nodeName = (number: number): string => `rabbit@${nodeHost(number)}`;

/** The name by which its peers find a node, beside that of its machine. */
export const nodeHost = (number: number): string => `${RABBITMQ}-${number}`;
