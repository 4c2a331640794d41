import { expect, test } from 'vitest';
import { virtualClock } from '../memory/virtual-clock.ts';
import { openLane, type Session } from './lane.ts';
import type { Host } from './machine.ts';
import type { Outcome } from './system.ts';

const machines: readonly Host[] = ['a', 'b'].map((name) => ({ name, address: name }));
const add = { f: 'add', value: 1 };

/** A lane whose machines answer as given, in virtual time; and to whom it connected, when. */
function laneOf(answers: Readonly<Record<string, () => Promise<Outcome>>>) {
  const clock = virtualClock();
  const connections: string[] = [];
  const connect = async ({ name }: Host): Promise<Session> => {
    connections.push(`${name} at ${clock.now()}`);
    const answer = answers[name];
    if (answer === undefined) throw new Error(`${name} refuses`);
    return { broken: false, destroy: () => undefined, execute: answer };
  };
  const lane = openLane({ clock, machines, timeoutMs: 1_000, backOffMs: 100, connect });
  return { clock, lane, connections };
}

const ok = async (): Promise<Outcome> => ({ type: 'ok', machine: 'b' });
const never = () => new Promise<Outcome>(() => undefined);

test('a host that refuses is passed over for the next one', async () => {
  const { clock, lane, connections } = laneOf({ b: ok });
  expect(await clock.run(() => lane.invoke(add))).toMatchObject({ type: 'ok' });
  expect(connections).toEqual(['a at 0', 'b at 100']);
});

test('an operation that was sent and got no answer may have happened', async () => {
  const { clock, lane } = laneOf({ a: never });
  expect(await clock.run(() => lane.invoke(add))).toMatchObject({
    type: 'info',
    error: { code: 'NO_ANSWER' },
  });
});

test('an operation that never had a connection certainly did not happen', async () => {
  const { clock, lane } = laneOf({});
  expect(await clock.run(() => lane.invoke(add))).toMatchObject({
    type: 'fail',
    error: { code: 'NOT_SENT' },
  });
});

test('an operation stuck on one host frees the lane for the next host, once', async () => {
  const { clock, lane, connections } = laneOf({ a: never, b: ok });
  const outcomes = await clock.run(() =>
    Promise.all([add, add, add].map((one) => lane.invoke(one))),
  );
  expect(outcomes.map(({ type }) => type)).toEqual(['info', 'fail', 'fail']);
  expect(await clock.run(() => lane.invoke(add))).toMatchObject({ type: 'ok' });
  expect(connections).toEqual(['a at 0', 'b at 1000']);
});
