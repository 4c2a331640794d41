import { startTimeline } from './timeline.js';

/** Starts what moves on the page. */
const host = document.getElementById('plot');
const block = document.getElementById('timeline-data')?.textContent;
/** @type {import('./rows.js').TimelineData | undefined} */
const timelineData = block ? JSON.parse(block) : undefined;

if (host !== null && timelineData !== undefined && timelineData.endMs > 0) {
  const { blows, view, endMs } = timelineData;
  const { zoom, rebuild, whole } = startTimeline(host, timelineData);
  document
    .querySelector('[data-view=all]')
    ?.addEventListener('click', () => zoom(whole.min, whole.max));
  document.querySelector('[data-view=steady]')?.addEventListener('click', () => zoom(...view));
  for (const button of document.querySelectorAll('[data-blow]')) {
    button.addEventListener('click', () => {
      const index = Number(button.getAttribute('data-blow'));
      const { from = 0, to = from } = blows[index] ?? {};
      const aways = [...timelineData.workloads, ...timelineData.redundancy].flatMap(
        ({ away }) => away,
      );
      const backs = aways.filter(({ blow }) => blow === index).map(({ to: back = endMs }) => back);
      const last = Math.max(to, ...backs);
      const margin = Math.max(500, (last - from) * 0.1);
      zoom(from - margin, last + margin);
    });
  }
  const forPaper = (/** @type {boolean} */ isPrinting) => () => {
    document.documentElement.classList.toggle('paper', isPrinting);
    rebuild();
  };
  addEventListener('beforeprint', forPaper(true));
  addEventListener('afterprint', forPaper(false));
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.getAttribute('data-copy') ?? '');
    if (source === null) return;
    getSelection()?.selectAllChildren(source);
    try {
      await navigator.clipboard.writeText(source.textContent ?? '');
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Selected: press Ctrl+C';
    }
  });
}

for (const input of document.querySelectorAll('.filter input')) {
  input.addEventListener('input', () => {
    const wanted = /** @type {HTMLInputElement} */ (input).value.toLowerCase();
    for (const line of input.closest('details')?.querySelectorAll('li') ?? []) {
      line.hidden = !(line.textContent ?? '').toLowerCase().includes(wanted);
    }
  });
}
