import { expect, test } from 'vitest';
import { emulatedScreen } from './emulated-screen.ts';
import { painter } from './painter.ts';

const ESC = '\u001B[';
const ERASURE = new RegExp(`${ESC.replace('[', '\\[')}\\d*[JK]`, 'g');

const lines = (count: number, word: string, width = 20): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${word}-${index} `.padEnd(width, '.'));

/** A screen on which somebody has written before. */
function usedScreen(columns = 40, rows = 12) {
  const screen = emulatedScreen(columns, rows);
  screen.write('before\n');
  return { screen, paper: painter(screen) };
}

test('what is painted takes the place of what was, whether it has more lines or fewer', async () => {
  const { screen, paper } = usedScreen();
  for (const count of [3, 8, 1, 5]) {
    const wanted = lines(count, `of ${count}`);
    paper.paint(wanted);
    expect(await screen.text()).toEqual(['before', ...wanted]);
  }
});

test('a shorter line leaves nothing of the longer one before it', async () => {
  const { screen, paper } = usedScreen();
  paper.paint(['a long line', 'another one', 'the same']);
  paper.paint(['short', '', 'the same']);
  expect(await screen.text()).toEqual(['before', 'short', '', 'the same']);
});

test('what did not change is not written again', () => {
  const { screen, paper } = usedScreen();
  paper.paint(['one', 'two', 'three']);
  paper.paint(['one', '2', 'three']);
  expect(screen.written.at(-1)).not.toMatch(/one|three/);
});

test('nothing is erased before what takes its place is there', () => {
  const { screen, paper } = usedScreen();
  paper.paint(lines(4, 'a'));
  paper.paint(lines(4, 'b'));
  const frame = screen.written.at(-1) ?? '';
  const erasures = [...frame.matchAll(ERASURE)].map(({ index }) => index);
  const firstWord = frame.indexOf('b-0');
  const lastWord = frame.indexOf('b-3');
  expect(erasures.every((place) => place > firstWord)).toBe(true);
  expect(frame.indexOf(`${ESC}J`)).toBeGreaterThan(lastWord);
  expect(frame).not.toContain(`${ESC}2K`);
});

test('when it is cleared, the screen is as before, and what comes next stands there', async () => {
  const { screen, paper } = usedScreen();
  paper.paint(lines(6, 'view'));
  expect(screen.cursorIsVisible()).toBe(false);
  paper.clear();
  screen.write('verdict\n');
  expect(await screen.text()).toEqual(['before', 'verdict']);
  expect(screen.cursorIsVisible()).toBe(true);
});

test('at the lower end of the screen it scrolls, and loses nothing of what was before', async () => {
  const { screen, paper } = usedScreen(40, 6);
  for (const line of ['b', 'c', 'd', 'e']) screen.write(`${line}\n`);
  paper.paint(lines(5, 'view'));
  paper.paint(lines(5, 'next'));
  expect(await screen.text()).toEqual(['before', 'b', 'c', 'd', 'e', ...lines(5, 'next')]);
});

test.each([
  [40, 25],
  [40, 13],
  [60, 20],
])(
  'on a terminal of %i columns that becomes one of %i, no line is left behind',
  async (from, to) => {
    const { screen, paper } = usedScreen(from, 30);
    paper.paint(lines(5, 'wide', from - 1));
    await screen.resize(to, 30);
    paper.paint(lines(5, 'less', to - 1));
    expect(await screen.text()).toEqual(['before', ...lines(5, 'less', to - 1)]);
    await screen.resize(from, 30);
    paper.paint(lines(4, 'more', from - 1));
    expect(await screen.text()).toEqual(['before', ...lines(4, 'more', from - 1)]);
  },
);

test('on a terminal that was too small for a while, all is there again', async () => {
  const { screen, paper } = usedScreen(100, 40);
  const view = (width: number) => ['a title', ...lines(17, 'line', width)];
  paper.paint(view(99));
  await screen.resize(70, 20);
  for (let frame = 0; frame < 3; frame += 1) paper.paint(view(69));
  expect((await screen.text()).slice(-18)).toEqual(view(69));
  await screen.resize(100, 40);
  for (let frame = 0; frame < 3; frame += 1) paper.paint(view(99));
  expect((await screen.text()).slice(-18)).toEqual(view(99));
});
