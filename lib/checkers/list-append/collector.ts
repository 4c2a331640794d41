import type { Anomaly, AnomalyType, Report } from './anomaly.ts';
import { type IsolationLevel, violates } from './isolation.ts';

/** Counts every sighting and keeps the first few of each type. */
export function anomalyCollector(level: IsolationLevel, perType: number) {
  const counts = new Map<AnomalyType, number>();
  const kept: Anomaly[] = [];
  const report: Report = (type, see) => {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    if (count <= perType) kept.push({ type, violation: violates(type, level), ...see() });
  };
  return { report, counts, kept };
}
