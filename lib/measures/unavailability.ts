import type { Finding, Measure } from '../core/measure.ts';
import { firstDueFrom, neverAsked, probesOf } from './probes.ts';

/** The share of probes that were not good since the harm began; availability is what is left. */
export const unavailability: Measure = {
  name: 'unavailability',
  unit: 'percent',
  kind: 'timing',
  meaning: 'share of operations, since the phase of blows began, that were not answered in time',
  of: (history) => {
    const { header, events } = history;
    const chaos = events.of('phase').find(({ phase }) => phase === 'chaos');
    return header.workloads.flatMap((workload): readonly Finding[] => {
      const all = probesOf(history, workload);
      const probes = all.slice(firstDueFrom(all, chaos?.t ?? Number.NEGATIVE_INFINITY));
      if (probes.length === 0) return [neverAsked({ workload: workload.name })];
      const missed = probes.filter(({ good }) => !good);
      return [
        {
          status: 'known',
          subject: { workload: workload.name },
          value: (100 * missed.length) / probes.length,
          resolution: 100 / probes.length,
          evidence: missed.map(({ settled }) => settled),
          note: `${missed.length} of ${probes.length} not answered in time`,
        },
      ];
    });
  },
};
