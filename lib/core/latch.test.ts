import { expect, test } from 'vitest';
import { virtualClock } from '../memory/virtual-clock.ts';
import { Latch } from './latch.ts';

test('who waits is told when it opens, who gave up before is not', async () => {
  const clock = virtualClock();
  const latch = new Latch<number>();
  await clock.run(async () => {
    const impatient = latch.wait(clock, 100);
    const patient = latch.wait(clock, 1_000);
    await clock.sleep(500);
    latch.open(7);
    expect(await impatient).toBe('late');
    expect(await patient).toEqual({ value: 7 });
    expect(clock.now()).toBe(500);
  });
});

test('what is open is not waited for', async () => {
  const clock = virtualClock();
  const latch = new Latch<string>();
  expect(latch.value).toBeUndefined();
  latch.open('here');
  expect(latch.value).toBe('here');
  expect(await latch.wait(clock, 0)).toEqual({ value: 'here' });
});
