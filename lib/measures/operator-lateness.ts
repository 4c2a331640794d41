import type { Finding, Measure } from '../core/measure.ts';

/** How late the harness itself was: no outage and no latency can be told finer than this. */
export const operatorLateness: Measure = {
  name: 'operator-lateness',
  unit: 'ms',
  kind: 'timing',
  meaning: 'the latest start of an operation after it was due: the harness’s own delay',
  of: ({ events }): readonly Finding[] => {
    const [first, ...others] = events.recorded('harness');
    if (first === undefined) return [];
    const latest = others.reduce(
      (worst, one) => (one.event.latenessMaxMs > worst.event.latenessMaxMs ? one : worst),
      first,
    );
    return [
      {
        status: 'known',
        subject: {},
        value: latest.event.latenessMaxMs,
        resolution: 0,
        evidence: [latest.position],
        note: '',
      },
    ];
  },
};
