import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LiteralRun, literalRun } from './literal-run.ts';
import { trendPage } from './page.ts';
import { trendOf } from './trend.ts';

const programs = [
  process.env['BLACKSTART_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const program = programs.find((path) => path !== '' && existsSync(path));

/** Two systems, one of them slower of late, one scenario that failed, one that was not run for days. */
const runs: readonly LiteralRun[] = [
  ...Array.from(
    { length: 32 },
    (_, index): LiteralRun => ({
      ...{ scenario: 'edge-drifts', system: 'edge', atHours: 100 + index, seed: index },
      rtoMs: index < 24 ? 1_000 + index : 2_000 + index,
    }),
  ),
  { scenario: 'edge-gone', system: 'edge', atHours: 1 },
  { scenario: 'redis-flaky', system: 'redis', atHours: 120, seed: 3 },
  { scenario: 'redis-flaky', system: 'redis', atHours: 121, verdict: 'fail', rtoMs: 'never' },
  { scenario: 'redis-skipped', system: 'redis', atHours: 130, verdict: 'skipped' },
];

/** What a test looks at: the page in a browser, as a person has it. */
interface Look {
  readonly page: Page;
  readonly complaints: readonly string[];
}

const reason = `no Chromium at ${programs.filter((path) => path !== '').join(', ')}`;
describe.runIf(program !== undefined)(`in Chromium (skipped where there is ${reason})`, () => {
  let browser: Browser;
  let folder = '';
  let address = '';
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
    const file = join(folder, 'index.html');
    const trend = trendOf(
      runs
        .map(literalRun)
        .toSorted((one, other) => (one.results.startedAt < other.results.startedAt ? -1 : 1)),
    );
    writeFileSync(file, trendPage(trend, { damage: [], hasPage: () => true }));
    address = pathToFileURL(file).href;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Look> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(`${address}${hash}`);
    return { page, complaints };
  }

  const rowsOf = (page: Page) => page.locator('.matrix .row:visible .scenario').allTextContents();

  test('shows every scenario, asks for nothing, and has nothing to complain about', async () => {
    const { page, complaints } = await open();
    expect(await rowsOf(page)).toEqual([
      'edge-drifts',
      'edge-gone',
      'redis-flaky',
      'redis-skipped',
    ]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a tile shows its scenarios alone, and all again at the second press', async () => {
    const { page } = await open();
    const tile = page.locator('.tile[data-show=marked]');
    await tile.click();
    expect(await rowsOf(page)).toEqual(['edge-drifts', 'redis-flaky']);
    expect(await tile.getAttribute('aria-pressed')).toBe('true');
    await tile.click();
    expect(await rowsOf(page)).toHaveLength(4);
    await page.close();
  });

  test('keys: a slash goes to the filter, arrows from scenario to scenario, Enter opens one', async () => {
    const { page } = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('REDIS');
    expect(await rowsOf(page)).toEqual(['redis-flaky', 'redis-skipped']);
    expect(await page.locator('#filtered').textContent()).toBe('2 of 4 scenarios');
    await page.keyboard.press('Escape');
    expect(await rowsOf(page)).toHaveLength(4);
    await page.locator('.matrix .scenario').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('#scenario-edge-gone[open]').waitFor();
    await page.close();
  });

  test('an address with a scenario opens it', async () => {
    const { page } = await open({}, '#scenario-redis-skipped');
    expect(await page.locator('#scenario-redis-skipped .runs').isVisible()).toBe(true);
    await page.close();
  });

  test('a point of a drawing leads to its run', async () => {
    const { page } = await open();
    const point = page.locator('#scenario-edge-drifts use[href="#p-pass"]').last();
    const href = await page.locator('#scenario-edge-drifts .runs a').first().getAttribute('href');
    const asked = page.waitForRequest((request) => request.url().endsWith('report.html'));
    await point.click();
    expect((await asked).url()).toContain(href?.slice(2));
    await page.close();
  });

  test('marks are there as words and shapes, not as colours alone', async () => {
    const { page } = await open();
    const textOf = (row: string) => page.locator('.row', { hasText: row }).innerText();
    expect(await textOf('edge-drifts')).toContain('▲ slower');
    expect(await textOf('redis-flaky')).toContain('⇄ flaky');
    expect(await textOf('redis-flaky')).toContain('✕');
    expect(await textOf('edge-gone')).toContain('not run');
    expect(await page.locator('#scenario-redis-flaky use[href="#p-censored"]').count()).toBe(1);
    await page.close();
  });

  test('a phone shows all of it without scrolling sideways', async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    const width = await page.locator('html').evaluate((html) => html.scrollWidth);
    expect(width).toBe(360);
    expect(await page.locator('.cell[data-head=edge] .number').first().isVisible()).toBe(true);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    '%s: words stand out from what is behind them',
    async (colorScheme) => {
      const { page } = await open({ colorScheme });
      const contrasts: [string, number][] = [];
      for (const selector of worded) contrasts.push([selector, await contrastOf(page, selector)]);
      expect(contrasts.filter(([, contrast]) => !(contrast >= 4.5))).toEqual([]);
      await page.close();
    },
  );

  test('on paper there is the matrix and what is marked, and the counts that are not 0', async () => {
    const { page } = await open();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#filter').isVisible()).toBe(false);
    expect(await page.locator('.tile[data-show=fail]').isVisible()).toBe(true);
    expect(await page.locator('.tile[data-show=error]').isVisible()).toBe(false);
    expect(await page.locator('#scenario-edge-drifts .chart').first().isVisible()).toBe(true);
    expect(await rowsOf(page)).toHaveLength(4);
    await page.close();
  });
});

/** What a person must be able to read. */
const worded = [
  ...[
    '.sentence',
    '.soft',
    '.matrix .scenario',
    '.matrix .word',
    '.cell .sign',
    '.cell.fail .sign',
  ],
  ...['.mark.flaky', '.mark.slower', '.square.pass', '.square.fail', '.square.skipped'],
  ...['.tile span', '.was', '#rules dd'],
];

/** The contrast, by WCAG 2, of an element's words with what is behind them. */
async function contrastOf(page: Page, selector: string): Promise<number> {
  const colours = await page
    .locator(selector)
    .first()
    .evaluate((element): readonly string[] => {
      const found = [getStyle(element).color];
      for (let one = element; one !== null; one = one.parentElement) {
        found.push(getStyle(one).backgroundColor);
      }
      return found;

      function getStyle(of: typeof element) {
        return of.ownerDocument.defaultView.getComputedStyle(of);
      }
    });
  const [words, ...behind] = colours.map((colour) => (colour.match(/[\d.]+/g) ?? []).map(Number));
  const [one, other] = [luminance(words ?? []), luminance(blend(behind))];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** What shows of layers on white paper, the nearest first. */
function blend([nearest, ...rest]: readonly (readonly number[])[]): readonly number[] {
  if (nearest === undefined) return [255, 255, 255];
  const [r = 0, g = 0, b = 0, alpha = 1] = nearest;
  const below = alpha === 1 ? [] : blend(rest);
  return [r, g, b].map((value, i) => value * alpha + (below[i] ?? 0) * (1 - alpha));
}

function luminance([r = 0, g = 0, b = 0]: readonly number[]): number {
  const linear = [r, g, b].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
