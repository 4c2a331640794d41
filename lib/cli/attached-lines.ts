import { type AttachedProject, placesOf } from '../core/attached-project.ts';
import { kindsOf } from '../session/attached-limits.ts';

/** What may be touched of a project, and what is not possible there, as a person reads it before. */
export function attachedLines(project: AttachedProject): readonly string[] {
  const rows = placesOf(project).map(({ machine, service }) => [
    machine.services.length === 1 ? machine.name : `${machine.name}/${service.name}`,
    service.containerName,
    service.image,
    [whereOf(machine), ...service.published.map(publishedWords)].join('; '),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isPlain = project.machines.every(({ network }) => network === 'own');
  return [
    `${project.project}: what may be touched, all of it left as it is found`,
    ...rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`),
    ...project.leftAlone.map(({ name, because }) => `  left alone: ${name}, ${because}`),
    `  faults: ${kindsOf('here').join(', ')}${isPlain ? '' : '; those of the network only where there is one of its own'}`,
    `  not here: ${kindsOf('never').join(', ')}`,
  ];
}

const whereOf = ({ network, networks }: AttachedProject['machines'][number]): string => {
  switch (network) {
    case 'own':
      return `in ${networks.join(', ')}`;
    case 'host':
      return 'in the network of this host';
    case 'none':
      return 'in no network';
    case 'foreign':
      return 'in the network of another container';
  }
};

const publishedWords = ({ address, port, to }: Published): string => `${address}:${port} → ${to}`;

type Published = AttachedProject['machines'][number]['services'][number]['published'][number];

/** The same for programs. */
export const attachedAsJson = ({ project, machines, leftAlone }: AttachedProject) => ({
  project,
  machines: machines.map(({ name, network, networks, services }) => ({
    ...{ name, network, networks },
    services: services.map(({ name: service, containerName, image, ports, published }) => ({
      ...{ name: service, container: containerName, image, ports, published },
    })),
  })),
  leftAlone,
  faults: kindsOf('here'),
});

/** What to type next. */
export function firstWords(project: AttachedProject): readonly string[] {
  const places = placesOf(project);
  const published = places.flatMap(({ service }) =>
    service.published.map(({ to }) => `${service.name}:${to}`),
  );
  const [first] = places;
  return [
    `next: blackstart load start tcp port=${published[0] ?? '<service>:<port>'}, blackstart fault kill ${first?.machine.name} --for 10s, blackstart status --watch`,
    'in the end: blackstart down',
  ];
}
