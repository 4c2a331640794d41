/** A piece of HTML: what `html` made, and nothing else. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | string | number | readonly Part[] | undefined;

/** A template whose every value is escaped, save what is itself Html. Undefined leaves nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((before, text, i) => `${before}${render(parts[i - 1])}${text}`);
  return new Html(markup);
}

/** Text that this folder wrote itself, such as its style sheet; never a string of a history. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** A value as JSON inside a script element: no `<`, so that nothing in it can close the element. */
export function jsonMarkup(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return `${part}`;
  return part.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Fit for text and for quoted attributes. Control characters, which logs hold, become visible. */
function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/\p{Cc}/gu, (character) => (/[\t\n]/.test(character) ? character : '\uFFFD'));
}
