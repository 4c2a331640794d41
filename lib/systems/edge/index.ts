import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';
import { messageOf, UsageError } from '../../core/errors.ts';
import { folder, folders } from '../../core/folder-schema.ts';
import { fixtureFolder, packageFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import type { System } from '../../core/system.ts';
import type { Topology } from '../../core/topology.ts';
import { formEdge, stopEdge } from './form.ts';
import { EDGE } from './names.ts';
import { edgePlans } from './plan.ts';
import { edgeRedundancy } from './redundancy.ts';
import { edgeRequests } from './requests.ts';
import { watchEdge } from './watch.ts';

const optionsSchema = z.strictObject({
  machines: z
    .int()
    .exactOptional()
    .describe(
      '2 or 3, each with keepalived, HAProxy and nginx; other than 3 only with files that say so.',
    ),
  balance: z.enum(['http', 'tcp']).exactOptional().describe('Layer 7 or layer 4.'),
  preempt: z
    .boolean()
    .exactOptional()
    .describe('Whether the first machine takes the virtual address back when it returns.'),
  addresses: z
    .array(z.enum(['business', 'database']))
    .readonly()
    .exactOptional()
    .describe('The virtual addresses, each with a VRRP instance; business alone if not given.'),
  config: folder.optional().describe('Folder with keepalived.conf, haproxy.cfg and nginx.conf.'),
  overlays: folders.exactOptional().describe('Folders whose files come on top of those.'),
});

export type EdgeOptions = z.output<typeof optionsSchema>;

const FILES = ['keepalived.conf', 'haproxy.cfg', 'nginx.conf'];
const SERVERS_OF_FIXTURES = 3;

/** A virtual address on one of the machines, HAProxy at it, and a stateless service behind. */
export const edge = recipe({ word: 'edge', options: optionsSchema, make: edgeMachines });

function edgeMachines({
  machines = SERVERS_OF_FIXTURES,
  balance = 'http',
  preempt = true,
  addresses = ['business'],
  config,
  overlays = [],
}: EdgeOptions): Topology {
  assertMachines(machines, config);
  const files = config ?? fixtureFolder(EDGE);
  assertFiles(files);
  const watch: System['watch'] = (machine, all) => watchEdge(machine, all, addresses);
  const redundancy: System['redundancy'] = (seen) => edgeRedundancy(seen, addresses);
  const layers = [...(balance === 'tcp' ? [fixtureFolder('variants/edge-tcp')] : []), ...overlays];
  return {
    name: EDGE,
    settings: {
      machines,
      balance,
      preempt,
      ...(addresses.length === 1 ? {} : { addresses: addresses.join(' ') }),
      config: [files, ...layers].map(fromHere).join(' + '),
    },
    machines: Array.from({ length: machines }, (_, index) => ({
      name: `${EDGE}-${index + 1}`,
      services: edgePlans({
        config: files,
        overlays: layers,
        number: index + 1,
        preempt,
        addresses,
      }),
    })),
    systems: [
      {
        name: EDGE,
        form: (placed, options) => formEdge(placed, { watch, redundancy }, options),
        stop: stopEdge,
        watch,
        redundancy,
        vocabularies: { requests: edgeRequests },
      },
    ],
  };
}

/** As a person in the project's folder would write it. */
const fromHere = (path: string): string => relative(packageFolder, path);

function assertMachines(machines: number, config: string | undefined): void {
  if (!Number.isInteger(machines) || machines < 2 || machines > 3) {
    throw new UsageError(`edge machines: expected 2 or 3, found ${machines}`, {
      hint: 'One machine has nobody to take over; more than 3 are no control plane’s edge.',
    });
  }
  if (machines === SERVERS_OF_FIXTURES || config !== undefined) return;
  throw new UsageError(
    `edge machines: expected ${SERVERS_OF_FIXTURES} with fixtures/edge, found ${machines}`,
    { hint: 'Give a `config` folder whose haproxy.cfg names that many servers.' },
  );
}

function assertFiles(path: string): void {
  const missing = FILES.filter((name) => !listFolder(path).includes(name));
  if (missing.length === 0) return;
  throw new UsageError(
    `edge config: expected ${FILES.join(', ')} in ${path}, missing: ${missing.join(', ')}`,
    { hint: 'fixtures/edge is an example; a folder of `overlays` needs only what differs.' },
  );
}

function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    throw new UsageError(`edge config: expected a folder of files, ${messageOf(cause)}`, {
      hint: 'fixtures/edge is an example.',
      cause,
    });
  }
}
