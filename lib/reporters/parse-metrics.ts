/** A family as it was read, with its samples by their labels as written. */
export interface ReadFamily {
  readonly unit: string | undefined;
  readonly help: string;
  readonly samples: ReadonlyMap<string, number>;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\["\\\\n])*"';
const metadata = new RegExp(`^# (HELP|TYPE|UNIT) (${NAME}) (.+)$`);
const sample = new RegExp(
  `^(${NAME})\\{((?:${LABEL})(?:,${LABEL})*)\\} (-?[0-9.]+(?:e-?[0-9]+)?)$`,
);

/**
 * Reads what is both OpenMetrics and Prometheus text, for tests; throws at the first line that one of
 * the two would refuse. Knows gauges alone, whose samples all have labels.
 */
export function parseMetrics(text: string): ReadonlyMap<string, ReadFamily> {
  if (!text.endsWith('\n# EOF\n')) throw new Error('expected # EOF as the last line');
  const families = new Map<string, ReadFamily & { readonly samples: Map<string, number> }>();
  let current = '';
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, keyword, of = '', words = ''] = metadata.exec(line) ?? [];
    if (keyword === 'HELP') {
      if (families.has(of)) throw new Error(`expected one block of ${of}, found another`);
      if (/["\\]/.test(words)) throw new Error(`expected help without escapes: ${line}`);
      families.set(of, { unit: undefined, help: words, samples: new Map() });
      current = of;
      continue;
    }
    const [, name = of, labels = '', value = ''] = sample.exec(line) ?? [];
    const family = families.get(name);
    if (family === undefined || name !== current) throw new Error(`unexpected line: ${line}`);
    if (keyword === 'TYPE') {
      if (words !== 'gauge') throw new Error(`expected a type that both formats know: ${line}`);
    } else if (keyword === 'UNIT') {
      if (!name.endsWith(`_${words}`)) throw new Error(`expected a name that ends in it: ${line}`);
      families.set(name, { ...family, unit: words });
    } else {
      if (family.samples.has(labels)) throw new Error(`expected each sample once: ${line}`);
      family.samples.set(labels, Number(value));
    }
  }
  return families;
}
