/** Labels of a sample; what is undefined is left out. */
export type Labels = Readonly<Record<string, string | undefined>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A gauge: all that a run has are values of one moment. */
export interface MetricFamily {
  /** Ends in `_` and the unit, where there is one. */
  readonly name: string;
  readonly unit?: 'seconds';
  /** One sentence without quotation marks: the two text formats disagree on how to escape them. */
  readonly help: string;
  readonly samples: readonly Sample[];
}

/**
 * Families as OpenMetrics text that is Prometheus text as well: the textfile collector refuses the
 * types of OpenMetrics (state sets, infos) and timestamps, so that there are gauges alone, of the
 * same shape. A family without samples is left out.
 */
export function metricsText(families: readonly MetricFamily[]): string {
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
}

function familyLines({ name, unit, help, samples }: MetricFamily): readonly string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    ...samples.map(({ labels, value }) => `${name}{${labelText(labels)}} ${value}`),
  ];
}

const labelText = (labels: Labels): string =>
  Object.entries(labels)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}="${escaped(value)}"`]))
    .join(',');

const escaped = (value: string): string =>
  value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
