import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, NO_CHROMIUM } from '../../bench/chromium.ts';
import {
  type ReportPages,
  reportPages,
  toyPage,
  twoServicesPage,
} from '../../bench/report-pages.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { literalReport, oneKill } from '../literal-report.ts';
import { htmlReport } from './index.ts';

const executable = findChromium(process.env);
const reason = executable === undefined ? ` (skipped: ${NO_CHROMIUM})` : '';

const screens = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['desktop', 'phone'] as const).map((screen) => ({ colorScheme, screen })),
);

/** For eyes: what the last run of these tests saw. */
const pictures = join(packageFolder, 'reports', '.tests', 'pages');

let pages: ReportPages;
let kinds: Readonly<Record<string, string>>;

describe.skipIf(executable === undefined)(`the report page in Chromium${reason}`, () => {
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    kinds = {
      sound: await twoServicesPage(),
      lost: await toyPage({ dials: { replication: 'late' } }),
      empty: htmlReport(literalReport({ header: { schedule: [], workloads: [] } })),
      damaged: htmlReport(
        literalReport({ events: oneKill, damage: 'line 7 is not a whole event', kind: 'unknown' }),
      ),
      sample: readFileSync(join(packageFolder, 'reports', 'sample', 'report.html'), 'utf8'),
    };
    pages = await reportPages(executable ?? '');
  });
  afterEach(() => expect(pages.complaints).toEqual([]));
  afterAll(() => pages[Symbol.asyncDispose]());

  test.for(
    ['sound', 'lost', 'empty', 'damaged', 'sample'].flatMap((kind) =>
      looks.map((look) => ({ kind, ...look })),
    ),
  )('$kind, $colorScheme, $screen: accessible, and no wider than its window', async (look) => {
    const { kind, colorScheme, screen } = look;
    const page = await pages.open(kinds[kind] ?? '', { colorScheme, viewport: screens[screen] });
    await page.evaluate(
      "for (const each of document.querySelectorAll('details')) each.open = true",
    );
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(screens[screen].width);
    await page.screenshot({ path: join(pictures, `${kind}-${colorScheme}-${screen}.png`) });
  });

  test('a run that lost writes shows which, with the logs and the configuration beside them', async () => {
    const page = await pages.open(kinds['lost'] ?? '');
    const evidence = page.locator('#evidence');
    expect(await evidence.innerText()).toMatch(/lost-writes[\s\S]*▸ set #\d+/);
  });

  test('paper shows what is folded, in dark ink', async () => {
    const page = await pages.open(kinds['sound'] ?? '', { colorScheme: 'dark' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#verdict tbody tr').first().isVisible()).toBe(true);
    expect(await page.locator('.tools').first().isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(25, 28, 32)');
    await page.evaluate("dispatchEvent(new Event('afterprint'))");
    await page.emulateMedia({ media: 'screen' });
    expect(await page.locator('#verdict tbody tr').first().isVisible()).toBe(false);
  });

  test('log lines can be searched', async () => {
    const page = await pages.open(
      htmlReport(
        literalReport({
          events: [
            ...oneKill,
            { t: 1_100, type: 'log', machine: 'toy-1', service: 'toyd', line: 'all is well' },
            { t: 1_200, type: 'log', machine: 'toy-1', service: 'toyd', line: 'ERROR no quorum' },
          ],
        }),
      ),
    );
    await page.locator('.logs summary').first().click();
    await page.getByLabel('Show lines with').first().fill('quorum');
    expect(await page.locator('.logs li:visible').allInnerTexts()).toEqual([
      expect.stringContaining('no quorum'),
    ]);
  });

  test('the line that does it again can be copied', async () => {
    const page = await pages.open(kinds['sound'] ?? '', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect
      .poll(() => page.evaluate('String(getSelection())'))
      .toBe('npx blackstart run toy-kill --seed 1');
    expect(await page.locator('[data-copy=replay]').innerText()).toMatch(/Copied|Selected/);
  });
});

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds against WCAG 2.2 AA and its own best practices, as `rule: where`. */
async function violations(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', {
    expression: `${readFileSync(axe, 'utf8')};
      axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' ' + failureSummary)))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return result.value;
}
