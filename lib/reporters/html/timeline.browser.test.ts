import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, NO_CHROMIUM } from '../../bench/chromium.ts';
import {
  type ReportPages,
  reportPages,
  toyPage,
  twoServicesPage,
} from '../../bench/report-pages.ts';
import { seconds } from '../../core/duration.ts';
import { at } from '../../core/schedule.ts';
import { role } from '../../core/target.ts';
import { kill } from '../../faults/kill.ts';

const executable = findChromium(process.env);
const reason = executable === undefined ? ` (skipped: ${NO_CHROMIUM})` : '';

let pages: ReportPages;
let one: string;
let two: string;

describe.skipIf(executable === undefined)(`the timeline in Chromium${reason}`, () => {
  beforeAll(async () => {
    [one, two] = [await toyPage(), await twoServicesPage()];
    pages = await reportPages(executable ?? '');
  });
  afterEach(() => expect(pages.complaints).toEqual([]));
  afterAll(() => pages[Symbol.asyncDispose]());

  test('pointing at a service reads the operation that is nearest', async () => {
    const page = await pages.open(one);
    await pointAt(page, 1, 0.9);
    const text = await page.locator('.tooltip').innerText();
    expect(text).toMatch(/#\d+ (add \d+|read)/);
    expect(text).toMatch(/ok after [\d.]+ m?s, by toy-\d/);
    expect(text).toMatch(/due at [\d.]+ s, client \d/);
    expect(await page.locator('.spot').isVisible()).toBe(true);
  });

  test('pointing into the outage reads an operation that failed, and why', async () => {
    const page = await pages.open(one);
    await page.locator('#plot').focus();
    await page.keyboard.press('n');
    expect(await readout(page)).toMatch(/(failed for certain|of unknown fate).*due at/s);
    expect(await readout(page)).toMatch(/blow 1: \+/);
  });

  test('pointing at a machine reads what it says of itself', async () => {
    const page = await pages.open(two);
    const plot = await boxOf(page, '#plot');
    await page.mouse.move(plot.x + plot.width * 0.9, plot.y + plot.height - 40);
    const text = await page.locator('.tooltip').innerText();
    expect(text).toContain('3 of 3 running, led');
    expect(text).not.toContain('operation');
  });

  test('a drag zooms, and a double-click shows the whole run', async () => {
    const page = await pages.open(one);
    const plot = await boxOf(page, '#plot');
    await page.mouse.move(plot.x + 300, plot.y + 150);
    await page.mouse.down();
    await page.mouse.move(plot.x + 500, plot.y + 150, { steps: 4 });
    await page.mouse.up();
    const zoomed = lengthOf(await hashOf(page));
    await page.mouse.dblclick(plot.x + 400, plot.y + 150);
    const whole = await hashOf(page);
    expect(zoomed).toBeGreaterThan(0.1);
    expect(lengthOf(whole)).toBeGreaterThan(3 * zoomed);
    expect(whole.get('from')).toBe('0');
  });

  test('the wheel zooms with Ctrl about the pointer, and moves along with Shift', async () => {
    const page = await pages.open(one);
    await pointAt(page, 0, 0.5);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await expect.poll(async () => lengthOf(await hashOf(page))).toBeGreaterThan(0);
    const near = await hashOf(page);
    await page.keyboard.down('Shift');
    await page.mouse.wheel(0, 100);
    await page.keyboard.up('Shift');
    await expect
      .poll(async () => Number((await hashOf(page)).get('from')))
      .toBeGreaterThan(Number(near.get('from')));
    expect(lengthOf(await hashOf(page))).toBeCloseTo(lengthOf(near), 1);
  });

  test('a service can be chosen, and all of them again', async () => {
    const page = await pages.open(two);
    const before = await page.locator('.chart').count();
    await page.getByRole('button', { name: 'web', exact: true }).click();
    expect(await page.locator('.chart').count()).toBe(before / 2);
    expect((await hashOf(page)).get('service')).toBe('web');
    const pressed = page.getByRole('button', { name: 'web', exact: true, pressed: true });
    expect(await pressed.count()).toBe(1);
    await page.getByRole('button', { name: 'All services' }).click();
    expect(await page.locator('.chart').count()).toBe(before);
    expect(await page.evaluate('location.hash')).toBe('');
  });

  test('the name of a service leads to its part of the timeline', async () => {
    const page = await pages.open(two);
    await page.locator('.services').getByRole('link', { name: 'web' }).click();
    expect((await hashOf(page)).get('service')).toBe('web');
    expect((await boxOf(page, '#timeline')).y).toBeLessThan(100);
  });

  test('a click holds on to a moment, and its address shows the same elsewhere', async () => {
    const page = await pages.open(two);
    await page.getByRole('button', { name: 'web', exact: true }).click();
    await page.getByRole('button', { name: 'Blow 1', exact: true }).click();
    await pointAt(page, 0, 0.4);
    await page.mouse.down();
    await page.mouse.up();
    await page.mouse.move(5, 5);
    expect(await page.locator('.tooltip').isVisible()).toBe(true);
    const hash = await page.evaluate<string>('location.hash');
    expect([...new URLSearchParams(hash.slice(1)).keys()]).toEqual(['from', 'to', 'at', 'service']);
    const elsewhere = await pages.open(two, { hash });
    expect(await readout(elsewhere)).toContain('operation: #');
    expect(timeOf(await readout(elsewhere))).toBeCloseTo(timeOf(await readout(page)), 2);
    expect(await elsewhere.evaluate('location.hash')).toBe(hash);
    await elsewhere.locator('#plot').press('Escape');
    expect(await elsewhere.locator('.tooltip').isVisible()).toBe(false);
    expect((await hashOf(elsewhere)).has('at')).toBe(false);
  });

  test('of many blows each can be chosen from a list, and each by itself', async () => {
    const schedule = [2, 10, 18, 26, 34].map((second) =>
      at(seconds(second), kill({ downFor: seconds(1) }), role('primary')),
    );
    const page = await pages.open(await toyPage({ schedule, expect: [] }));
    await page.getByLabel('Blow to show').selectOption({ index: 2 });
    const second = await hashOf(page);
    await page.getByLabel('Blow to show').selectOption({ index: 4 });
    const fourth = await hashOf(page);
    expect(Number(fourth.get('from')) - Number(second.get('from'))).toBeGreaterThan(10);
    expect(lengthOf(fourth)).toBeLessThan(8);
  });

  test('an address that names a moment of calm rings its operation in the chart', async () => {
    const page = await pages.open(two, { hash: '#at=2.5&service=web' });
    const ring = page.locator('.spot');
    await expect.poll(() => ring.isVisible()).toBe(true);
    const chart = await boxOf(page, '.chart >> nth=1');
    const place = async () => ((await ring.boundingBox())?.y ?? 0) - chart.y;
    await expect.poll(place).toBeGreaterThan(0);
    expect(await place()).toBeLessThan(chart.height);
  });

  test('an address of nonsense shows the page as it opens', async () => {
    const page = await pages.open(two, { hash: '#from=x&to=-3&at=&service=%3Cb%3E' });
    expect(await page.locator('.chart').count()).toBe(4);
  });

  test('everything can be done with the keyboard', async () => {
    const page = await pages.open(one);
    const plot = page.locator('#plot');
    await plot.focus();
    await page.keyboard.press('Home');
    const first = timeOf(await readout(page));
    await page.keyboard.press('ArrowRight');
    expect(timeOf(await readout(page))).toBeCloseTo(first + 0.1, 2);
    await page.keyboard.press('+');
    const near = lengthOf(await hashOf(page));
    await page.keyboard.press('+');
    expect(lengthOf(await hashOf(page))).toBeLessThan(near);
    await page.keyboard.press('-');
    expect(lengthOf(await hashOf(page))).toBeCloseTo(near, 2);
    const from = Number((await hashOf(page)).get('from'));
    await page.keyboard.press('Shift+ArrowRight');
    expect(Number((await hashOf(page)).get('from'))).toBeGreaterThan(from);
    await page.keyboard.press('0');
    expect((await hashOf(page)).get('from')).toBe('0');
    await page.keyboard.press('n');
    const bad = timeOf(await readout(page));
    await page.keyboard.press('n');
    expect(timeOf(await readout(page))).toBeGreaterThan(bad);
    await page.keyboard.press('p');
    expect(timeOf(await readout(page))).toBeCloseTo(bad, 3);
    await page.keyboard.press('Enter');
    expect(Number((await hashOf(page)).get('at'))).toBeCloseTo(bad, 2);
    await page.keyboard.press('Escape');
    expect((await hashOf(page)).has('at')).toBe(false);
  });

  test('what was drawn changes with the colour scheme and the width of the window', async () => {
    const page = await pages.open(two, { colorScheme: 'light' });
    const light = await page.locator('#plot').screenshot();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect
      .poll(async () => light.equals(await page.locator('#plot').screenshot()))
      .toBe(false);
    await page.setViewportSize({ width: 700, height: 800 });
    const widthOfCharts = () =>
      page.evaluate<number>(
        "document.querySelector('.chart canvas').getBoundingClientRect().width",
      );
    await expect.poll(widthOfCharts).toBeLessThan(700);
  });
});

/** Points at a chart, counted from above, at this share of its width. */
async function pointAt(page: Page, chart: number, share: number): Promise<void> {
  await page.locator('#timeline').scrollIntoViewIfNeeded();
  const box = await page.locator('.chart').nth(chart).boundingBox();
  if (box === null) throw new Error(`expected chart ${chart} to be in sight`);
  await page.mouse.move(box.x + 90 + (box.width - 102) * share, box.y + box.height * 0.6);
}

async function boxOf(page: Page, selector: string) {
  const element = page.locator(selector);
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (box === null) throw new Error(`expected ${selector} to be in sight`);
  return box;
}

const readout = async (page: Page): Promise<string> =>
  (await page.locator('#plot').getAttribute('aria-valuetext')) ?? '';

/** The moment with which a readout begins, in seconds. */
const timeOf = (text: string): number => Number.parseFloat(text);

const hashOf = async (page: Page): Promise<URLSearchParams> =>
  new URLSearchParams((await page.evaluate<string>('location.hash')).slice(1));

const lengthOf = (place: URLSearchParams): number =>
  Number(place.get('to')) - Number(place.get('from'));
