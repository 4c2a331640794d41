import { expect, test } from 'vitest';
import type { System } from '../core/system.ts';
import type { PlacedSystem } from './loads.ts';
import { backward, forward } from './order.ts';

const placed = (name: string, after?: readonly string[]): PlacedSystem => ({
  system: {
    name,
    ...(after === undefined ? {} : { after }),
    form: async () => undefined,
    stop: async () => undefined,
    watch: () => {
      throw new Error('not watched here');
    },
    redundancy: () => ({ full: true, detail: '' }),
    vocabularies: {},
  } satisfies System,
  machines: [],
});

/** What begins (+) and ends (-), where each act takes one turn. */
async function traced(
  inOrder: typeof forward,
  systems: readonly PlacedSystem[],
): Promise<readonly string[]> {
  const trace: string[] = [];
  await inOrder(systems, async ({ system: { name } }) => {
    trace.push(`+${name}`);
    await new Promise((resolve) => setImmediate(resolve));
    trace.push(`-${name}`);
  });
  return trace;
}

test('systems follow each other where they say nothing else', async () => {
  const systems = [placed('a'), placed('b')];
  expect(await traced(forward, systems)).toEqual(['+a', '-a', '+b', '-b']);
  expect(await traced(backward, systems)).toEqual(['+b', '-b', '+a', '-a']);
});

test('what does not build on each other goes side by side, and what does waits', async () => {
  const systems = [placed('database', []), placed('queue', []), placed('edge', ['database'])];
  const formed = await traced(forward, systems);
  expect(formed.slice(0, 2)).toEqual(['+database', '+queue']);
  expect(formed.indexOf('+edge')).toBeGreaterThan(formed.indexOf('-database'));
  const stopped = await traced(backward, systems);
  expect(stopped.slice(0, 2)).toEqual(['+edge', '+queue']);
  expect(stopped.indexOf('+database')).toBeGreaterThan(stopped.indexOf('-edge'));
});

test('one that fails takes along what waits for it, and the others come to their end', async () => {
  const ended: string[] = [];
  const systems = [placed('database', []), placed('queue', []), placed('edge', ['database'])];
  const formed = forward(systems, async ({ system: { name } }) => {
    if (name === 'database') throw new Error('it ended');
    await new Promise((resolve) => setImmediate(resolve));
    ended.push(name);
  });
  await expect(formed).rejects.toThrow('it ended');
  expect(ended).toEqual(['queue']);
});

test('what failed first is told, and the others are asked to give up', async () => {
  const systems = [placed('slow', []), placed('broken', [])];
  const formed = forward(systems, async ({ system: { name } }, failing) => {
    if (name === 'broken') throw new Error('it ended');
    await new Promise((_, reject) => failing.addEventListener('abort', reject));
  });
  await expect(formed).rejects.toThrow('it ended');
});

test('a system that builds on one that comes later, or is none, is refused', async () => {
  const systems = [placed('edge', ['database']), placed('database')];
  await expect(forward(systems, async () => undefined)).rejects.toThrow(
    /edge comes after database/,
  );
});
