import { formatMs } from '../../core/duration.ts';
import type { Report } from '../../core/report.ts';
import { type Html, html } from './markup.ts';

/** How to do it again, on what it ran, and what the harness says of itself. */
export function factsSection(report: Report): Html {
  const { header } = report.history;
  return html`<section id="facts"><h2>Do it again</h2>
<p class="replay"><code id="replay">${header.replay}</code><button type="button" data-copy="replay">Copy</button></p>
<div class="facts">
${list('Topology', { name: header.topology.name, ...header.topology.settings, machines: header.topology.machines.join(', ') })}
${header.workloads.map((workload) =>
  list(`Workload ${workload.name}`, {
    system: workload.system,
    vocabulary: workload.vocabulary,
    clients: workload.lanes,
    'one operation every': formatMs(workload.intervalMs),
    deadline: formatMs(workload.deadlineMs),
  }),
)}
${list('Settings', { seed: header.seed, 'stable means good for': formatMs(header.stabilityMs), 'machines asked every': formatMs(header.observeEveryMs), 'history format': header.version })}
${list('Versions', header.versions)}
${list('The harness itself', selfWatch(report))}
</div></section>`;
}

function list(title: string, facts: Readonly<Record<string, unknown>>): Html {
  return html`<div><h3>${title}</h3><dl>${Object.entries(facts).map(
    ([name, fact]) => html`<dt>${name}</dt><dd>${String(fact)}</dd>`,
  )}</dl></div>`;
}

/** The worst of what the harness saw of itself; a slow harness can feign an outage. */
export function selfWatch({ history: { events } }: Report): Readonly<Record<string, string>> {
  const watched = events.of('harness');
  if (watched.length === 0) return { watched: 'never' };
  const worst = (values: readonly (number | null)[]): number | undefined => {
    const seen = values.filter((value) => value !== null);
    return seen.length > 0 ? Math.max(...seen) : undefined;
  };
  const ms = (value: number | undefined) => (value === undefined ? 'unknown' : formatMs(value));
  const percent = (value: number | undefined) => (value === undefined ? 'unknown' : `${value} %`);
  return {
    'latest start of an operation': ms(worst(watched.map((each) => each.latenessMaxMs))),
    'longest event-loop delay': ms(worst(watched.map((each) => each.loopDelayMaxMs))),
    'CPU steal, at most': percent(worst(watched.map((each) => each.cpuStealPercent))),
    'CPU pressure, at most': percent(worst(watched.map((each) => each.cpuPressurePercent))),
  };
}
