import { z } from 'zod';
import type { Recipe } from '../core/recipe.ts';
import { faults } from '../faults/index.ts';
import { topologies } from '../topologies/index.ts';
import { workloads } from '../workloads/index.ts';
import { loadOptions } from '../workloads/load.ts';

const HEAD = `# What scenario files can be told

Generated from the schemas that files are read with; a test holds it equal. How a file is put together is in
[scenarios.md](scenarios.md). A setting that is not given has the default of the suites; **bold** ones must be given.
`;

/** Every topology, workload and fault with its settings, as a page of documentation. */
export function settingsPage(): string {
  const parts = [
    section('Topologies', topologies),
    section('Workloads', workloads, `All of them:\n\n${table(loadOptions)}`, loadOptions),
    section(
      'Faults',
      faults.map(({ recipe }) => recipe),
    ),
  ];
  return `${[HEAD.trimEnd(), ...parts].join('\n\n')}\n`;
}

function section(
  title: string,
  recipes: readonly Recipe<object>[],
  first?: string,
  common?: z.ZodType,
): string {
  const parts = recipes.map(({ word, options }) => `### ${word}\n\n${table(options, common)}`);
  return [`## ${title}`, ...(first === undefined ? [] : [first]), ...parts].join('\n\n');
}

const settingsOf = (options: z.ZodType) => z.toJSONSchema(options, { io: 'input' });

/** A line a setting, without those that are told of elsewhere. */
function table(options: z.ZodType, common?: z.ZodType): string {
  const { properties = {}, required = [] } = settingsOf(options);
  const known = common === undefined ? {} : settingsOf(common).properties;
  const own = Object.entries(properties).filter(([name]) => !(name in (known ?? {})));
  if (own.length === 0) return common === undefined ? 'It takes no settings.' : 'No others.';
  const rows = own.map(([name, property]) => {
    const key = required.includes(name) ? `**\`${name}\`**` : `\`${name}\``;
    return `| ${key} | ${typeOf(property)} | ${describe(property)} |`;
  });
  return ['| setting | is | means |', '| --- | --- | --- |', ...rows].join('\n');
}

type Property = z.core.JSONSchema._JSONSchema;

const describe = (property: Property): string =>
  typeof property === 'object' ? (property.description ?? '').replaceAll('|', '\\|') : '';

function typeOf(property: Property): string {
  if (typeof property === 'boolean') return 'anything';
  const { anyOf, enum: values, const: only, type, items, properties, title } = property;
  if (title !== undefined) return title;
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  if (only !== undefined) return `\`${only}\``;
  if (anyOf?.some((one) => typeof one === 'object' && one.pattern !== undefined)) return 'duration';
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (type === 'array') return `list: ${[items ?? true].flat().map(typeOf).join(', ')}`;
  if (properties !== undefined) {
    const inner = Object.entries(properties).map(([name, one]) => `\`${name}\`: ${typeOf(one)}`);
    return `map of ${inner.join('; ')}`;
  }
  if (type === 'object') return 'map';
  return (
    [type ?? []]
      .flat()
      .map((one) => words[one] ?? one)
      .join(' or ') || 'anything'
  );
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: '`true`, `false`',
  null: 'nothing',
};
