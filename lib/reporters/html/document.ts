import { createHash } from 'node:crypto';
import { readAssets } from './assets.ts';
import { type Html, html, trusted } from './markup.ts';

export interface DocumentParts {
  readonly title: string;
  readonly body: Html;
  /** What the page's script reads. */
  readonly data?: Html | undefined;
}

/**
 * A page that loads nothing, and whose own policy forbids it to; a log line cannot become a script.
 */
export function documentOf({ title, body, data }: DocumentParts): string {
  const { style, script } = readAssets();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy(script)}">
<title>${title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<main>
${body}
</main>
${data}
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

/** Only the page's own script may run, known by its hash. */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}
