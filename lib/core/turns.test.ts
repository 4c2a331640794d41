import { expect, test } from 'vitest';
import { virtualClock } from '../memory/virtual-clock.ts';
import { Turns } from './turns.ts';

test('turns come in the order of asking, one at a time, and not to who gave up', async () => {
  const clock = virtualClock();
  const turns = new Turns();
  const said: string[] = [];
  const use = async (name: string, patienceMs: number, forMs: number) => {
    if (!(await turns.take(clock, patienceMs))) {
      said.push(`${name} gave up at ${clock.now()}`);
      return;
    }
    said.push(`${name} at ${clock.now()}`);
    await clock.sleep(forMs);
    turns.pass();
  };
  await clock.run(() =>
    Promise.all([
      use('first', 10, 100),
      use('impatient', 50, 10),
      use('second', 200, 30),
      use('third', 200, 0),
    ]),
  );
  expect(said).toEqual(['first at 0', 'impatient gave up at 50', 'second at 100', 'third at 130']);
});

test('a turn that was passed on to nobody is there for the next who asks', async () => {
  const clock = virtualClock();
  const turns = new Turns();
  expect(await turns.take(clock, 0)).toBe(true);
  turns.pass();
  expect(await turns.take(clock, 0)).toBe(true);
});
