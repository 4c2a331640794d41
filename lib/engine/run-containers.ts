import type Docker from 'dockerode';

/** Names of a run's containers, as whoever builds them and whoever looks for them has them. */
export const machineContainerName = (run: string, machine: string): string =>
  `blackstart-${run}-${machine}`;

export const serviceContainerName = (machineContainer: string, service: string): string =>
  `${machineContainer}-${service}`;

/** The container that holds the network of a machine. */
export const machineContainer = (docker: Docker, run: string, machine: string): Docker.Container =>
  docker.getContainer(machineContainerName(run, machine));

export const serviceContainer = (
  docker: Docker,
  run: string,
  { machine, service }: { readonly machine: string; readonly service: string },
): Docker.Container =>
  docker.getContainer(serviceContainerName(machineContainerName(run, machine), service));
