import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { anomalyTypes } from '../checkers/list-append/index.ts';
import { fixtureFolder } from '../core/package-folder.ts';
import type { Report } from '../core/report.ts';
import { judgeFile } from '../harness/judge-file.ts';

const folder = fixtureFolder('histories');
const readmePath = join(folder, 'README.md');
const text = (file: string): string => readFileSync(join(folder, file), 'utf8');

const findingSchema = z.strictObject({
  status: z.enum(['known', 'censored', 'unknown']),
  value: z.number().optional(),
  anomalies: z.array(z.enum(anomalyTypes)).optional(),
});

const expectedSchema = z.strictObject({
  sources: z.record(
    z.string(),
    z.strictObject({ authors: z.string(), title: z.string(), year: z.int(), in: z.string() }),
  ),
  histories: z.array(
    z.strictObject({
      file: z.string(),
      from: z.array(z.strictObject({ source: z.string(), where: z.string() })),
      finds: z.record(z.string(), findingSchema),
    }),
  ),
});

type Finds = Readonly<Record<string, z.infer<typeof findingSchema>>>;
type Published = z.infer<typeof expectedSchema>['histories'][number];

const { sources, histories } = expectedSchema.parse(JSON.parse(text('expected.json')));
const reports = new Map(
  await Promise.all(
    histories.map(async ({ file }) => [file, await judgeFile(join(folder, file))] as const),
  ),
);
const reportOf = (file: string) => reports.get(file) as Report;

const isTwin = (file: string): boolean => file.endsWith('.sound.jsonl');
const twinOf = (file: string): string => file.replace('.jsonl', '.sound.jsonl');
const isPositive = ({ value = 0 }: Finds[string]): boolean => value > 0;

function verdictOf(finds: Finds): 'pass' | 'fail' | 'unknown' {
  const all = Object.values(finds);
  if (all.some(isPositive)) return 'fail';
  return all.every(({ status }) => status === 'known') ? 'pass' : 'unknown';
}

/** What the safety measures find on the operations, as far as it is expected or not nothing. */
function findsOf({ measurements }: Report, expected: Finds): Finds {
  const all = measurements
    .filter(({ measure }) => measure.kind === 'safety')
    .flatMap(({ measure, findings }) =>
      findings.map((finding): [string, Finds[string]] => {
        const { status, note } = finding;
        if (status === 'unknown') return [measure.name, { status }];
        const value = status === 'known' ? finding.value : finding.atLeast;
        const anomalies = anomaliesIn(note);
        return [measure.name, { status, value, ...(anomalies.length > 0 ? { anomalies } : {}) }];
      }),
    );
  return Object.fromEntries(
    all.filter(([name, found]) => Object.hasOwn(expected, name) || isPositive(found)),
  );
}

const anomaliesIn = (note: string): (typeof anomalyTypes)[number][] =>
  anomalyTypes.filter((type) => `. ${note}`.includes(`. ${type}: `));

test.each(histories)('$file is judged as published', ({ file, finds }) => {
  const report = reportOf(file);
  expect(findsOf(report, finds)).toEqual(finds);
  expect(report.history.damage).toBeUndefined();
  expect(report.verdict).toMatchObject({ kind: verdictOf(finds), doubts: [] });
});

test('every history is listed once, and every listed one is there', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const there = files.filter((file) => file.endsWith('.jsonl')).toSorted();
  expect(histories.map(({ file }) => file).toSorted()).toEqual(there);
});

test('every source is known, and used; only a twin may be our own', () => {
  const used = histories.flatMap(({ from }) => from.map(({ source }) => source));
  expect([...new Set(used)].toSorted()).toEqual(Object.keys(sources).toSorted());
  const files = new Set(histories.map(({ file }) => file));
  const own = histories.filter(({ from }) => from.length === 0);
  const alone = own.filter(({ file }) => !isTwin(file) || !files.has(file.replace('.sound', '')));
  expect(alone).toEqual([]);
});

test('a sound history finds nothing, and each of the others has a sound twin', () => {
  const zero = { status: 'known', value: 0 };
  const sound = histories.filter(({ file }) => isTwin(file));
  for (const { file, finds } of sound) {
    expect(Object.values(finds), file).toEqual(Object.values(finds).map(() => zero));
  }
  const listed = new Map(sound.map(({ file, finds }) => [file, Object.keys(finds)]));
  for (const { file, finds } of histories.filter((one) =>
    Object.values(one.finds).some(isPositive),
  )) {
    expect(listed.get(twinOf(file)), file).toEqual(Object.keys(finds));
  }
});

test('every anomaly of transactions that needs no order of time is among them', () => {
  const named = histories.flatMap(({ finds }) => finds['transaction-anomalies']?.anomalies ?? []);
  const timeless = anomalyTypes.filter((type) => !/-(process|realtime)$/.test(type));
  expect(timeless.filter((type) => !named.includes(type))).toEqual([]);
});

test('README.md tells the same (after a change: vitest run lib/measures/published.test.ts -u)', async () => {
  const [preface] = text('README.md').split('\n## ');
  const folders = Map.groupBy(histories, ({ file }) => file.split('/')[0] ?? '');
  const sections = [...folders].map(([name, own]) => `## ${name}\n\n${table(own)}`);
  const all = [preface?.trimEnd(), ...sections, `## Sources\n\n${sourceList()}`];
  await expect(`${all.join('\n\n')}\n`).toMatchFileSnapshot(readmePath);
});

function table(own: readonly Published[]): string {
  const rows = own.map(({ file, from, finds }) => {
    const { title, workloads } = reportOf(file).history.header;
    const name = file.slice(file.indexOf('/') + 1).replace('.jsonl', '');
    const found = Object.entries(finds).map(([measure, one]) => verdictWords(measure, one));
    const level = workloads[0]?.settings?.['isolation'];
    const promised = level === undefined ? '' : `; promised: ${level}`;
    return `| [${name}](${file}) | ${title} | ${found.join(', ')}${promised} | ${sourceWords(from)} |`;
  });
  return [
    '| history | what happens | verdict | source |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function verdictWords(measure: string, { status, value, anomalies }: Finds[string]): string {
  const number = status === 'censored' ? `at least ${value}` : `${value ?? status}`;
  return `\`${measure}\` ${number}${anomalies === undefined ? '' : ` (${anomalies.join(', ')})`}`;
}

const sourceWords = (from: Published['from']): string =>
  from.length === 0
    ? 'our own'
    : from.map(({ source, where }) => `\`${source}\`: ${where}`).join('; ');

const sourceList = (): string =>
  Object.entries(sources)
    .map(([key, one]) => `- \`${key}\`: ${one.authors}, *${one.title}*, ${one.in}, ${one.year}.`)
    .join('\n');
