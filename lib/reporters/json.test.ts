import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../core/measure.ts';
import { packageFolder } from '../core/package-folder.ts';
import { type Report, reportOf } from '../core/report.ts';
import { measures } from '../measures/index.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { endedAs } from './ended-as.ts';
import { jsonReport } from './json.ts';
import { literalReport } from './literal-report.ts';
import { publishedResultsSchema, resultsSchema } from './results-schema.ts';

type Options = Parameters<typeof runInMemory>[0];

async function reportIn(options: Options = {}): Promise<Report> {
  const { history } = await runInMemory(options);
  return reportOf(history, measures);
}

test('docs/results.schema.json is the schema that results are written by', async () => {
  const schema = `${JSON.stringify(publishedResultsSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot(join(packageFolder, 'docs', 'results.schema.json'));
});

test('every field of the schema is described', () => {
  const fields = propertiesOf(publishedResultsSchema());
  const silent = fields.filter(({ schema }) => !('description' in schema));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test('docs/results.md names every field', () => {
  const page = readFileSync(join(packageFolder, 'docs', 'results.md'), 'utf8');
  const names = propertiesOf(publishedResultsSchema()).map(({ name }) => name);
  expect(names).toContain('seed');
  expect([...new Set(names)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

const kinds: readonly (readonly [string, () => Promise<Report>])[] = [
  ['pass', () => reportIn()],
  ['fail', () => reportIn({ dials: { recovery: 'never', replicas: 'skips' } })],
  ['unknown', () => reportIn({ dials: { harms: 'ignored' } })],
  ['skipped', async () => endedAs('skipped', (await runInMemory()).history)],
  ['error', async () => endedAs('error', (await runInMemory()).history)],
];

describe.each(kinds)('a run whose verdict is %s', (kind, made) => {
  test('has results that fit the schema, and nothing that the schema does not name', async () => {
    const value = JSON.parse(JSON.stringify(jsonReport(await made())));
    expect(value).toMatchObject({ version: 1, verdict: kind });
    expect(resultsSchema.parse(value)).toEqual(value);
  });
});

test('each of several trials fits the schema by itself', async () => {
  const reports = await Promise.all([1, 2, 3].map((seed) => reportIn({ seed })));
  const values = reports.map((report) => jsonReport(report));
  expect(values.map((value) => resultsSchema.parse(value).seed)).toEqual([1, 2, 3]);
});

test('a machine gets the verdict, its exit code, and every number with its resolution', async () => {
  const value = jsonReport(await reportIn());
  expect(value).toMatchObject({
    format: 'blackstart-results',
    version: 1,
    verdict: 'pass',
    exitCode: 0,
    seed: 1,
    blows: [{ blow: 0, fault: 'kill', machines: ['toy-1'], proven: true }],
  });
  expect(value.measurements).toContainEqual(
    expect.objectContaining({ measure: 'rto.all', unit: 'ms', status: 'known', resolution: 11 }),
  );
});

test('a blow that did nothing is not proven, and one that never fell met nobody', async () => {
  const ignored = jsonReport(await reportIn({ dials: { harms: 'ignored' } }));
  expect(ignored.blows).toMatchObject([{ machines: ['toy-1'], proven: false }]);
  const skipped = jsonReport(endedAs('skipped', (await runInMemory()).history));
  expect(skipped.blows).toEqual([
    { blow: 0, fault: 'kill', target: 'role primary', machines: [], proven: false },
  ]);
  expect(skipped).toMatchObject({ hint: 'start one', doubts: [] });
});

test('what never came back, and what nobody saw, has no value', async () => {
  const { measurements } = jsonReport(await reportIn({ dials: { recovery: 'never' } }));
  const open = measurements.filter(({ status }) => status !== 'known');
  expect(open.map(({ measure }) => measure)).toContain('rto.all');
  for (const one of open) expect(one).not.toHaveProperty('value');
});

test('an unknown finding has nothing that looks like a number, though its measure put one there', () => {
  const more = { resolution: 5, value: 0 };
  const finding = {
    status: 'unknown',
    subject: {},
    evidence: [1],
    note: '',
    reason: 'no',
    ...more,
  };
  const report = literalReport({ findings: { 'rto.performance': [finding as Finding] } });
  expect(jsonReport(report).measurements).toEqual([
    {
      measure: 'rto.performance',
      unit: 'ms',
      status: 'unknown',
      subject: {},
      note: '',
      evidenceCount: 1,
      reason: 'no',
    },
  ]);
});

interface Property {
  readonly name: string;
  readonly path: string;
  readonly schema: object;
}

/** The properties below a JSON Schema, of whatever depth. */
function propertiesOf(schema: unknown, path = ''): readonly Property[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const here = `${path}/${key}`;
    if (key !== 'properties') return propertiesOf(value, here);
    return Object.entries(value as Record<string, object>).flatMap(([name, property]) => [
      { name, path: `${here}/${name}`, schema: property },
      ...propertiesOf(property, `${here}/${name}`),
    ]);
  });
}
