import { type Html, html } from '../html/markup.ts';
import type { StoredRun } from './stored-run.ts';

/** What the page must know beside the runs themselves. */
export interface Surroundings {
  /** What of the store could not be read. */
  readonly damage: readonly string[];
  /** Whether the folder of a run still has its page. */
  readonly hasPage: (folder: string) => boolean;
}

/** A link to a run's own page, or the words alone where its folder is gone. */
export function toRun(
  { folder }: StoredRun,
  words: Html | string,
  { hasPage }: Surroundings,
): Html {
  return hasPage(folder)
    ? html`<a href="${hrefOf(folder)}">${words}</a>`
    : html`<span class="gone" title="its folder was removed">${words}</span>`;
}

/** Relative to the page, and never an address of another scheme. */
export const hrefOf = (folder: string): string => `./${encodeURIComponent(folder)}/report.html`;
