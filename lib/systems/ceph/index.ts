import { z } from 'zod';
import { UsageError } from '../../core/errors.ts';
import { folder } from '../../core/folder-schema.ts';
import { fixtureFolder } from '../../core/package-folder.ts';
import { recipe } from '../../core/recipe.ts';
import { named, type Target } from '../../core/target.ts';
import type { Topology } from '../../core/topology.ts';
import { cephBlocks } from './blocks.ts';
import { formCeph, stopCeph } from './form.ts';
import { cephObjects } from './objects.ts';
import { assertConfiguration, gatewayPlan, nodePlan } from './plan.ts';
import { CEPH, CLIENT_MACHINE, osdOf } from './port.ts';
import { cephRedundancy, watchCeph } from './watch.ts';

/** What images/ceph has formed: a monitor, a manager and an OSD on each. */
const NODES = [1, 2, 3];
const NAMES = NODES.map((number) => `${CEPH}-${number}`);

const optionsSchema = z.strictObject({
  size: z.int().exactOptional().describe('Copies of each object: 1 to 3, each on another machine.'),
  minSize: z
    .int()
    .exactOptional()
    .describe('A placement group with fewer copies takes no operations.'),
  config: folder.optional().describe("Folder with the operator's ceph.conf."),
});

export type CephOptions = z.output<typeof optionsSchema>;

/**
 * Three machines with a monitor, a manager and an OSD each, and a fourth, `ceph-client`, on which
 * the clients of the cluster run. Targets such as all() and one() mean that as well: aim at the
 * cluster with `cephNodes()`, or with role('primary') (the leading monitor's) and role('replica').
 */
export const ceph = recipe({ word: 'ceph', options: optionsSchema, make: cephCluster });

function cephCluster({ size = 3, minSize = 2, config }: CephOptions): Topology {
  assertCopies(size, minSize);
  const files = config ?? fixtureFolder(CEPH);
  assertConfiguration(files);
  return {
    name: CEPH,
    settings: { size, minSize, config: config ?? 'fixtures/ceph' },
    machines: [
      ...NAMES.map((name) => ({
        name,
        services: nodePlan({ config: files, number: osdOf(name) }),
      })),
      { name: CLIENT_MACHINE, services: [gatewayPlan(files)] },
    ],
    systems: [
      {
        name: CEPH,
        form: (machines, options) => formCeph(machines, { size, minSize }, options),
        stop: stopCeph,
        watch: watchCeph,
        redundancy: cephRedundancy,
        vocabularies: { objects: cephObjects(), block: cephBlocks() },
      },
    ],
  };
}

function assertCopies(size: number, minSize: number): void {
  if (!NODES.includes(size)) {
    throw new UsageError(`ceph size: expected 1, 2 or 3 copies, found ${size}`, {
      hint: 'Each copy lies on another machine, and there are three.',
    });
  }
  if (Number.isInteger(minSize) && minSize >= 1 && minSize <= size) return;
  throw new UsageError(`ceph minSize: expected 1 to ${size} (size), found ${minSize}`, {
    hint: 'With 3 copies 2 is sound: one machine may be lost, and no write has one copy alone.',
  });
}

/** The machines of the cluster: everything but that of its clients. */
export const cephNodes = (): Target => named(...NAMES);
