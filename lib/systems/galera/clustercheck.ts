import type { ServicePlan } from '../../core/topology.ts';
import { CHECK_PORT, CLUSTERCHECK, GALERA } from './port.ts';

/**
 * Answers HTTP checks beside a node: 200 where it is synced in the primary component, as proxies in
 * front of Galera need it. That a node takes logins says nothing: one without a majority does.
 */
export const clustercheckPlan: ServicePlan = {
  name: CLUSTERCHECK,
  system: GALERA,
  image: 'galera',
  port: CHECK_PORT,
  environment: ({ address }) => ({ GALERA_ADDRESS: address }),
  data: [],
  arguments: () => ['clustercheck', `${CHECK_PORT}`],
  memoryMiB: 16,
};
