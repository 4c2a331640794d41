import { expect, test } from 'vitest';
import { UndoStack } from './undo.ts';

test('cures run last harm first, and each only once', async () => {
  const done: string[] = [];
  const undo = new UndoStack();
  const cure = (name: string) => undo.defer(name, async () => done.push(name));
  cure('a');
  const early = cure('b');
  cure('c');
  await early();
  await early();
  await undo.unwind();
  await undo.unwind();
  expect(done).toEqual(['b', 'c', 'a']);
});

test('a cure that fails does not keep the others from theirs, and is reported', async () => {
  const done: string[] = [];
  const undo = new UndoStack();
  undo.defer('first', async () => done.push('first'));
  undo.defer('second', async () => {
    throw new Error('stuck');
  });
  await expect(undo.unwind()).rejects.toThrow('some cures failed');
  expect(done).toEqual(['first']);
});

test('a cure that failed when it was carried out early is tried again at the end', async () => {
  let tries = 0;
  const undo = new UndoStack();
  const early = undo.defer('flaky', async () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
  });
  await expect(early()).rejects.toThrow('not yet');
  await undo.unwind();
  expect(tries).toBe(2);
});
