/** Joins a word to what follows without being seen: there is no mention and no reference then. */
const WORD_JOINER = '\u2060';

/**
 * Text as it is, in Markdown as GitHub and GitLab read it: on one line, no markup, no HTML, and nobody
 * is called by an @ or an issue linked to by a # in a log line.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replaceAll(/[\\`*_{}[\]<>#|~&]/g, '\\$&')
    .replaceAll(/[@#](?=\w)/g, `$&${WORD_JOINER}`)
    .replaceAll(/(https?|www)(?=[:.])/gi, `$1${WORD_JOINER}`)
    .trim();

/** A command in a block of its own, fenced by more backticks than it holds in a row. */
export function fenced(code: string, language = ''): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}
