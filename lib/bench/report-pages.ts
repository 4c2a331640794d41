import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { historyOf } from '../core/event-log.ts';
import type { HistoryEvent } from '../core/history.ts';
import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { type MemoryRunOptions, runInMemory } from '../memory/run-in-memory.ts';
import { htmlReport } from '../reporters/html/index.ts';
import { launchChromium } from './chromium.ts';

/** Pages of reports in a browser, which keeps count of whatever they complain of. */
export interface ReportPages extends AsyncDisposable {
  readonly browser: Browser;
  /** Errors and warnings of all pages so far, and whatever they asked the network for. */
  readonly complaints: readonly string[];
  /** Opens a page from disk, as a person does. */
  open(html: string, options?: OpenOptions): Promise<Page>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** As in an address: `#service=web`. */
  readonly hash?: string;
}

export async function reportPages(executable: string): Promise<ReportPages> {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-page-'));
  const browser = await launchChromium(executable);
  const complaints: string[] = [];
  let count = 0;
  return {
    browser,
    complaints,
    open: async (html, { hash = '', ...options } = {}) => {
      count += 1;
      const path = join(folder, `${count}.html`);
      writeFileSync(path, html);
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`);
      });
      await page.goto(`${pathToFileURL(path)}${hash}`);
      return page;
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The page of a run on the toy cluster. */
export async function toyPage(options?: MemoryRunOptions): Promise<string> {
  return htmlReport(reportOf((await runInMemory(options)).history, measures));
}

/** The same run, told once more as that of a second service, `web`. */
export async function twoServicesPage(options?: MemoryRunOptions): Promise<string> {
  return htmlReport(await twoServices(options));
}

async function twoServices(options?: MemoryRunOptions): Promise<Report> {
  const { header, events } = (await runInMemory(options)).history;
  const told = [...events].flatMap((event): HistoryEvent[] =>
    'workload' in event ? [event, { ...event, workload: 'web' }] : [event],
  );
  const workloads = header.workloads.flatMap((workload) => [
    workload,
    { ...workload, name: 'web' },
  ]);
  return reportOf(historyOf({ ...header, workloads }, told), measures);
}
