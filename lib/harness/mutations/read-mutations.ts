import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { messageOf, UsageError } from '../../core/errors.ts';
import { fixtureFolder } from '../../core/package-folder.ts';
import { type Mutation, mutationSchema } from '../../gate/mutation.ts';

/** Those that come with Blackstart. */
export const ownMutations = fixtureFolder('mutations');

/** What describes a mutation, in its folder. */
export const MANIFEST = 'mutation.yaml';

/** Every mutation of a folder, in the order of their names; each is a folder of its own. */
export function readMutations(folder: string = ownMutations): readonly Mutation[] {
  const folders = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => join(folder, name))
        .toSorted()
    : [];
  if (folders.length > 0) return folders.map(readMutation);
  throw new UsageError(
    `--mutations: expected folders with a ${MANIFEST}, found none in ${folder}`,
    {
      hint,
    },
  );
}

const hint =
  'fixtures/mutations has examples, docs/mutation.schema.json says what may stand in a file.';

function readMutation(folder: string): Mutation {
  const path = join(folder, MANIFEST);
  const checked = mutationSchema.safeParse(read(path));
  if (!checked.success) {
    throw new UsageError(`${path}: ${z.prettifyError(checked.error)}`, { hint });
  }
  const mutation = { ...checked.data, name: basename(folder), folder };
  if ((mutation.settings === undefined) === existsSync(filesOf(mutation))) return mutation;
  throw new UsageError(
    `${path}: expected either settings in it or a folder 'files' beside it, found ${mutation.settings === undefined ? 'neither' : 'both'}`,
    { hint },
  );
}

/** Where its files lie, in folders named after systems or by themselves: as of a gate's candidate. */
export const filesOf = ({ folder }: Pick<Mutation, 'folder'>): string => join(folder, 'files');

function read(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(
      `${path}: expected a file that describes a mutation: ${messageOf(cause)}`,
      {
        hint,
        cause,
      },
    );
  }
}
