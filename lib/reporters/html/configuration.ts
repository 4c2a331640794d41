import { formatMs } from '../../core/duration.ts';
import type { Fact, History } from '../../core/history.ts';
import type { Subject } from '../../core/measure.ts';
import { type Html, html } from './markup.ts';

/** What was configured of that which a finding is about: its system, and the load on it. */
export function configurationOf({ header }: History, subject: Subject): Html | undefined {
  const workload = header.workloads.find(({ name }) => name === subject.workload);
  const system = subject.system ?? workload?.system;
  const load = workload && {
    'operations of a client': `${workload.lanes} clients, one every ${formatMs(workload.intervalMs)}`,
    deadline: formatMs(workload.deadlineMs),
    ...workload.settings,
  };
  const facts = { ...settingsOf(header.topology.settings, system), ...load };
  const lines = header.configuration?.[system ?? ''] ?? [];
  if (Object.keys(facts).length === 0 && lines.length === 0) return undefined;
  return html`<h3>Configuration</h3>
<dl class="configuration">${Object.entries(facts).map(([name, fact]) => html`<dt>${name}</dt><dd>${String(fact)}</dd>`)}</dl>
${lines.length > 0 ? html`<details class="rest"><summary>Files of ${system} <span class="soft">${lines.length} lines</span></summary><ol class="events files">${lines.map((line) => html`<li>${line}</li>`)}</ol></details>` : undefined}`;
}

/** Where several systems share the machines, a setting begins with the name of its own. */
function settingsOf(
  settings: Readonly<Record<string, Fact>>,
  system: string | undefined,
): Readonly<Record<string, Fact>> {
  const own = Object.entries(settings).filter(([name]) => name.startsWith(`${system} `));
  return own.length === 0 ? settings : Object.fromEntries(own);
}
