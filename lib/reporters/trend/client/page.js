/** What moves on the page over many runs: filters, links into closed details, keys. */
{
  const rows = [
    .../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.matrix .row')),
  ];
  const tiles = [...document.querySelectorAll('.tile')];
  const filter = /** @type {HTMLInputElement | null} */ (document.getElementById('filter'));
  const filtered = document.getElementById('filtered');
  let shown = '';

  const isWanted = (/** @type {HTMLElement} */ row, /** @type {string} */ words) => {
    const text = `${row.textContent} ${row.querySelector('.scenario')?.getAttribute('title')}`;
    const systems = [...row.querySelectorAll('.cell')].map((cell) =>
      cell.getAttribute('data-head'),
    );
    const kinds = (row.dataset['show'] ?? '').split(' ');
    const isShown = shown === '' || kinds.includes(shown);
    return isShown && `${text} ${systems.join(' ')}`.toLowerCase().includes(words);
  };

  const apply = () => {
    const words = filter?.value.trim().toLowerCase() ?? '';
    for (const row of rows) row.hidden = !isWanted(row, words);
    for (const group of document.querySelectorAll('.matrix tbody')) {
      const isEmpty = group.querySelector('.row:not([hidden])') === null;
      /** @type {HTMLElement} */ (group).hidden = isEmpty;
    }
    const left = rows.filter(({ hidden }) => !hidden).length;
    if (filtered)
      filtered.textContent = left === rows.length ? '' : `${left} of ${rows.length} scenarios`;
  };

  filter?.addEventListener('input', apply);
  for (const tile of tiles) {
    tile.addEventListener('click', () => {
      const name = tile.getAttribute('data-show') ?? '';
      shown = shown === name ? '' : name;
      for (const one of tiles) {
        one.setAttribute('aria-pressed', String(one.getAttribute('data-show') === shown));
      }
      apply();
    });
  }

  /** What an address points to is of no use while it is closed. */
  const openTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = target?.closest('details');
    if (!closed) return;
    closed.open = true;
    target?.scrollIntoView();
  };
  addEventListener('hashchange', openTarget);
  openTarget();

  for (const link of document.querySelectorAll('a[href^="#"]')) {
    // The second click on one link changes no hash.
    link.addEventListener('click', () => setTimeout(openTarget));
  }

  document.addEventListener('click', ({ target }) => {
    const point = target instanceof Element ? target.closest('[data-at]') : null;
    const pages = point?.closest('[data-pages]')?.getAttribute('data-pages')?.split(' ');
    const page = pages?.[Number(point?.getAttribute('data-at'))];
    if (page !== undefined && page !== '-') location.assign(page);
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === filter) {
      if (event.key === 'Escape' && filter) {
        filter.value = '';
        apply();
      }
      return;
    }
    if (event.key === '/') {
      event.preventDefault();
      filter?.focus();
      return;
    }
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const links = rows
      .filter(({ hidden }) => !hidden)
      .flatMap((row) => /** @type {HTMLElement | null} */ (row.querySelector('.scenario')) ?? []);
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (step === undefined || (at === -1 && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  });
}
