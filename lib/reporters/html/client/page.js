import { readPlace, writePlace } from './permalink.js';
import { startTimeline } from './timeline.js';

/** Starts what moves on the page. */
const host = document.getElementById('plot');
const block = document.getElementById('timeline-data')?.textContent;
/** @type {import('./rows.js').TimelineData | undefined} */
const timelineData = block ? JSON.parse(block) : undefined;

/** @param {string} selector @param {(element: Element) => void} act */
function onClick(selector, act) {
  for (const element of document.querySelectorAll(selector)) {
    element.addEventListener('click', (event) => {
      event.preventDefault();
      act(element);
    });
  }
}

if (host !== null && timelineData !== undefined && timelineData.endMs > 0) {
  const { blows, view, endMs } = timelineData;
  const timeline = startTimeline(host, timelineData, (place) => {
    writePlace(place);
    for (const button of document.querySelectorAll('button[data-service]')) {
      const isShown = (button.getAttribute('data-service') || undefined) === place.service;
      button.setAttribute('aria-pressed', String(isShown));
    }
  });
  const { zoom, rebuild, whole, select, goTo } = timeline;
  onClick('[data-view=all]', () => zoom(whole.min, whole.max));
  onClick('[data-view=steady]', () => zoom(...view));
  onClick('button[data-service]', (button) => select(button.getAttribute('data-service') ?? ''));
  onClick('a[data-service]', (link) => {
    select(link.getAttribute('data-service') ?? '');
    document.getElementById('timeline')?.scrollIntoView();
    host.focus({ preventScroll: true });
  });
  const showBlow = (/** @type {number} */ at) => {
    const { index, step, from = 0, to = from } = blows[at] ?? {};
    const aways = [...timelineData.workloads, ...timelineData.redundancy].flatMap(
      ({ away }) => away,
    );
    const backs = aways
      .filter((away) => away.blow === index && away.step === step)
      .map(({ to: back = endMs }) => back);
    const last = Math.max(to, ...backs);
    const margin = Math.max(500, (last - from) * 0.1);
    zoom(from - margin, last + margin);
  };
  onClick('[data-blow]', (button) => showBlow(Number(button.getAttribute('data-blow'))));
  const choice = document.getElementById('blow');
  if (choice instanceof HTMLSelectElement) {
    choice.addEventListener('change', () => {
      if (choice.value !== '') showBlow(Number(choice.value));
    });
  }
  if (location.hash !== '') goTo(readPlace(location.hash));
  addEventListener('hashchange', () => goTo(readPlace(location.hash)));
  const forPaper = (/** @type {boolean} */ isPrinting) => () => {
    document.documentElement.classList.toggle('paper', isPrinting);
    for (const details of document.querySelectorAll('details:not(.logs, .proofs, .rest)')) {
      if (isPrinting && !details.hasAttribute('open')) details.setAttribute('data-folded', '');
      if (isPrinting) details.setAttribute('open', '');
      else if (details.hasAttribute('data-folded')) details.removeAttribute('open');
    }
    rebuild();
  };
  addEventListener('beforeprint', forPaper(true));
  addEventListener('afterprint', forPaper(false));
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.getAttribute('data-copy') ?? '');
    if (source !== null) getSelection()?.selectAllChildren(source);
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(source?.textContent ?? location.href);
      button.textContent = 'Copied';
    } catch {
      button.textContent =
        source === null ? 'Copy it from the address bar' : 'Selected: press Ctrl+C';
    }
    setTimeout(() => {
      button.textContent = before;
    }, 3_000);
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
