import { formatMs } from '../core/duration.ts';
import type { Finding } from '../core/measure.ts';
import type { Report } from '../core/report.ts';
import { boundOf, findingsOf, worstOf } from './findings.ts';
import { listed } from './wording.ts';

/** Many services: those that are worth a word of their own, then the rest from first to last. */
export function togetherAway(report: Report): readonly string[] {
  const services = report.history.header.workloads.map(({ name }) => {
    const findings = findingsOf(report, 'rto.all').filter(
      ({ subject }) => subject.workload === name,
    );
    const worst = worstOf(findings);
    return { name, worst, bound: worst && boundOf(report, 'rto.all', worst) };
  });
  const named = (status: Finding['status'] | undefined) =>
    services.filter(({ worst }) => worst?.status === status).map(({ name }) => name);
  const known = services.flatMap(({ name, worst, bound }) =>
    worst?.status === 'known' ? [{ name, ms: worst.value, bound }] : [],
  );
  const unseen = [...named('unknown'), ...named(undefined)];
  const [away, late] = [named('censored'), known.filter(isLate)];
  return [
    ...late.map(
      ({ name, ms, bound = 0 }) =>
        `${name} was away for ${formatMs(ms)} (bound ${formatMs(bound)})`,
    ),
    ...(away.length > 0 ? [`${listed(away)} ${was(away)} still away in the end`] : []),
    ...(unseen.length > 0 ? [`how long ${listed(unseen)} ${was(unseen)} away is unknown`] : []),
    ...rangeOf(known.filter((service) => !isLate(service))),
  ];
}

interface Away {
  readonly name: string;
  readonly ms: number;
  readonly bound: number | undefined;
}

const isLate = ({ ms, bound }: Away): boolean => bound !== undefined && ms > bound;
const was = (names: readonly string[]): string => (names.length > 1 ? 'were' : 'was');

/** `7 services were away for 2.86 s (web) to 10.06 s (messages), all 5 bounds kept`. */
function rangeOf(services: readonly Away[]): readonly string[] {
  const untouched = services.filter(({ ms }) => ms === 0).map(({ name }) => name);
  const touched = services.filter(({ ms }) => ms > 0).sort((one, other) => one.ms - other.ms);
  const [first, last] = [touched[0], touched.at(-1)];
  const bounds = services.filter(({ bound }) => bound !== undefined).length;
  const kept =
    bounds === 0 ? '' : `, within ${bounds === 1 ? 'the bound' : `all ${bounds} bounds`}`;
  const never = untouched.length > 0 ? [`${listed(untouched)} never stopped`] : [];
  if (first === undefined || last === undefined) return never;
  const end = ({ name, ms }: Away) => `${formatMs(ms)} (${name})`;
  return touched.length === 1
    ? [...never, `${first.name} was away for ${formatMs(first.ms)}${kept}`]
    : [...never, `${touched.length} services were away for ${end(first)} to ${end(last)}${kept}`];
}
