import { Option } from 'commander';

/** Which cluster a command means. */
export const nameOption = (): Option =>
  new Option('--name <name>', 'which cluster, where several are up');

export interface OfCluster {
  readonly name?: string;
}
