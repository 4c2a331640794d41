import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runInMemory } from '../memory/run-in-memory.ts';
import { eventSchema, headerSchema, lineSchema } from './history.ts';
import { packageFolder } from './package-folder.ts';

test('docs/history.schema.json is the schema that histories are read with', async () => {
  const schema = `${JSON.stringify(z.toJSONSchema(lineSchema), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(join(packageFolder, 'docs', 'history.schema.json'));
});

test('every line that a run records fits the schema', async () => {
  const { history } = await runInMemory();
  expect(headerSchema.parse(history.header)).toEqual(history.header);
  for (const event of history.events) expect(eventSchema.parse(event)).toEqual(event);
});
