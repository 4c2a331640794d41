import type { VerdictKind } from '../../core/verdict.ts';
import { symbols } from '../format.ts';
import { type Html, html } from '../html/markup.ts';
import type { Surroundings } from './links.ts';
import { isMarked, type Row, type Trend } from './trend.ts';
import { counted, formatInstant } from './write.ts';

/** The top of the page: when the night was, and how many scenarios ended how, each a filter. */
export function topSection(trend: Trend, { damage }: Surroundings): Html {
  const { night, rows, runs } = trend;
  return html`<header class="top">
${damageNotice(damage)}
<h1>Blackstart: all runs</h1>
${
  night === undefined
    ? html`<p class="sentence">No run has been stored yet.</p>`
    : html`<p class="sentence">${nightSentence(trend)}</p>
<p class="soft">The night: runs that began from <time datetime="${night.from}">${formatInstant(night.from)}</time> to <time datetime="${night.until}">${formatInstant(night.until)}</time>. The store holds ${counted(runs.length, 'run')} of ${counted(rows.length, 'scenario')}.</p>
${tiles(rows)}`
}
</header>`;
}

function damageNotice(damage: readonly string[]): Html | undefined {
  if (damage.length === 0) return undefined;
  return html`<p class="notice"><b>Not all of the store could be read:</b> ${damage.slice(0, 5).join('; ')}${damage.length > 5 ? ` and ${damage.length - 5} more` : ''}. The rest is below. <code>blackstart trend --rebuild</code> writes it anew from the run folders.</p>`;
}

function nightSentence({ rows }: Trend): string {
  const shown = rows.filter(({ isOfNight }) => isOfNight);
  const runs = shown.reduce((sum, row) => sum + row.shown.length, 0);
  const absent = rows.length - shown.length;
  return [
    `${counted(shown.length, 'scenario')} in ${counted(runs, 'run')} last night`,
    ...(absent > 0 ? [`${counted(absent, 'scenario')} did not run`] : []),
  ].join('; ');
}

const kinds: readonly VerdictKind[] = ['pass', 'fail', 'unknown', 'skipped', 'error'];

function tiles(rows: readonly Row[]): Html {
  const night = rows.filter(({ isOfNight }) => isOfNight);
  const verdicts = kinds.map((kind) => ({
    ...{ kind, name: kind, sign: symbols[kind] },
    count: night.filter(({ whole }) => whole.kind === kind).length,
  }));
  const others = [
    { name: 'changed', sign: '→', count: night.filter(({ was }) => was !== undefined).length },
    { name: 'marked', sign: '⇄', count: rows.filter(isMarked).length },
    { name: 'absent', sign: '○', count: rows.length - night.length },
  ].map((one) => ({ ...one, kind: 'other' }));
  return html`<div class="tiles" role="group" aria-label="Show only">${[...verdicts, ...others].map(
    ({ kind, name, sign, count }) =>
      html`<button type="button" class="tile ${kind}" data-show="${name}" aria-pressed="false"${count === 0 ? html` disabled` : undefined}><b>${count}</b><span><i aria-hidden="true">${sign}</i>${titles[name] ?? name}</span></button>`,
  )}</div>`;
}

const titles: Readonly<Record<string, string>> = { absent: 'not run', marked: 'flaky or drifting' };
