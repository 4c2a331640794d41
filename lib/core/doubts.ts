import { formatMs } from './duration.ts';
import type { EventOf, History } from './history.ts';

/**
 * What keeps a history from being believed, as sentences; none at all is required of a pass.
 *
 * A doubt is never about the system under test: it says that the harness did not see enough.
 */
export function doubtsOf(history: History): readonly string[] {
  // Where nothing was to be seen, the reason for that is all there is to say.
  if (history.events.some((event) => event.type === 'end' && event.outcome === 'skipped'))
    return [];
  return [
    ...incompleteness(history),
    ...unsteadiness(history),
    ...unprovenBlows(history),
    ...slowness(history),
  ];
}

function incompleteness({ events, damage }: History): string[] {
  if (damage !== undefined) return [`the history is damaged: ${damage}`];
  if (events.some(({ type }) => type === 'end')) return [];
  return ['the history was cut off: it has no end'];
}

function unsteadiness({ events }: History): string[] {
  const steadiness = events.find((event) => event.type === 'steadiness');
  if (steadiness === undefined) return ['the cluster was never seen steady before the first blow'];
  return steadiness.steady
    ? []
    : [`the cluster was not steady before the blow: ${steadiness.detail}`];
}

function unprovenBlows({ header, events }: History): string[] {
  const blows = events.filter((event) => event.type === 'blow');
  const injected = events.filter((event) => event.type === 'injected');
  const healed = events.filter((event) => event.type === 'healed');
  return header.schedule.flatMap(({ fault, target }, index) => {
    const named = `blow ${index + 1} (${fault} at ${target})`;
    const steps = [injected, healed, blows].flatMap((all) =>
      all.filter((event) => event.index === index).map(({ step }) => step),
    );
    const met = steps.length === 0 ? [undefined] : [...new Set(steps)];
    return met.flatMap((step) => {
      const blow = step === undefined ? named : `${named}, step ${step + 1},`;
      const own = (event: Proven) => event.index === index && event.step === step;
      return [
        ...proofDoubts(`${blow} fault not proven`, injected.find(own)),
        ...proofDoubts(`${blow} healing not proven`, healed.find(own)),
      ];
    });
  });
}

type Proven = EventOf<'injected'> | EventOf<'healed'>;

function proofDoubts(complaint: string, event: Proven | undefined): string[] {
  if (event === undefined) return [`${complaint}: it did not happen`];
  if (event.proofs.length === 0) return [`${complaint}: nobody looked`];
  return event.proofs
    .filter(({ holds }) => !holds)
    .map(({ claim, observed }) => `${complaint}: expected that ${claim}, observed: ${observed}`);
}

/** A harness that starts operations later than a quarter of their deadline can feign an outage. */
function slowness({ header, events }: History): string[] {
  const tolerated = Math.min(...header.workloads.map(({ deadlineMs }) => deadlineMs)) / 4;
  const late = events
    .filter((event) => event.type === 'harness')
    .map((event) => event.latenessMaxMs);
  const latest = Math.max(0, ...late);
  return latest > tolerated
    ? [
        `the harness itself was slow: an operation started ${formatMs(latest)} after it was due (tolerated: ${formatMs(tolerated)})`,
      ]
    : [];
}
