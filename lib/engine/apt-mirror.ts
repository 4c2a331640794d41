import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's packages come from if the host does not say. */
const DEFAULT_MIRROR = 'http://deb.debian.org/debian';

/** A file of apt's sources, in one of its two formats. */
export interface SourcesFile {
  readonly name: string;
  readonly text: string;
}

/** The Debian mirror that this host itself uses: whoever runs it has chosen one that it reaches. */
export function hostMirror(folder = '/etc/apt'): string {
  const parts = join(folder, 'sources.list.d');
  const names = [
    join(folder, 'sources.list'),
    ...(existsSync(parts)
      ? readdirSync(parts)
          .toSorted()
          .map((name) => join(parts, name))
      : []),
  ];
  const files = names
    .filter((name) => existsSync(name) && /\.(list|sources)$/.test(name))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }));
  return mirrorOf(files) ?? DEFAULT_MIRROR;
}

/** The first archive of Debian itself: not its security updates, and nobody else's packages. */
export function mirrorOf(files: readonly SourcesFile[]): string | undefined {
  const archives = files.flatMap(({ name, text }) =>
    name.endsWith('.sources') ? deb822Archives(text) : oneLineArchives(text),
  );
  return archives.find((url) => /\/debian\/?$/.test(url))?.replace(/\/$/, '');
}

/** `deb [options] http://... suite component ...`: sources.list(5). */
function oneLineArchives(text: string): readonly string[] {
  return [...text.matchAll(/^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)/gm)].flatMap(([, url]) => url ?? []);
}

/** Stanzas with `Types:` and `URIs:` fields: sources.list(5), DEB822-STYLE FORMAT. */
function deb822Archives(text: string): readonly string[] {
  const stanzas = text.split(/\n\s*\n/).map((stanza) => stanza.replaceAll(/^#.*\n?/gm, ''));
  return stanzas
    .filter((stanza) => /^Types:.*\bdeb\b/m.test(stanza) && !/^Enabled:\s*no/m.test(stanza))
    .flatMap((stanza) => stanza.match(/^URIs:\s*(.+)$/m)?.[1]?.split(/\s+/) ?? []);
}
