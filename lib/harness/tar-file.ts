import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

export interface TarEntry {
  readonly name: string;
  readonly contents: Buffer;
}

/** Writes a .tar.gz: the same entries and time give the same bytes. */
export async function writeTarFile(
  path: string,
  entries: readonly TarEntry[],
  { mtime }: { readonly mtime: Date },
): Promise<void> {
  const archive = pack();
  const written = pipeline(archive, createGzip(), createWriteStream(path));
  for (const { name, contents } of entries) archive.entry({ name, mtime, mode: 0o644 }, contents);
  archive.finalize();
  await written;
}
