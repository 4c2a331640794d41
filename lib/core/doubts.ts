import type { EventOf, History } from './history.ts';

/**
 * What keeps a history from being believed, as sentences; none at all is required of a pass.
 *
 * A doubt is never about the system under test: it says that the harness did not see enough. What it
 * missed for a moment, and a machine that was slow, are held against single findings: see caution.ts.
 */
export function doubtsOf(history: History): readonly string[] {
  // Where nothing was to be seen, the reason for that is all there is to say.
  if (history.events.of('end').some(({ outcome }) => outcome === 'skipped')) return [];
  return [...incompleteness(history), ...unsteadiness(history), ...unprovenBlows(history)];
}

function incompleteness({ events, damage }: History): string[] {
  if (damage !== undefined) return [`the history is damaged: ${damage}`];
  if (events.of('end').length > 0) return [];
  return ['the history was cut off: it has no end'];
}

function unsteadiness({ events }: History): string[] {
  const looks = events.of('steadiness');
  if (!looks.some(({ index }) => index === undefined)) {
    return ['the cluster was never seen steady before the first blow'];
  }
  return looks.flatMap(({ index, steady, detail }) => {
    if (steady) return [];
    return index === undefined
      ? [`the cluster was not steady before the blow: ${detail}`]
      : [`blow ${index + 1} did not fall, as not all was well again after those before: ${detail}`];
  });
}

function unprovenBlows({ header, events }: History): string[] {
  const blows = events.of('blow');
  const injected = events.of('injected');
  const healed = events.of('healed');
  const withheld = events.of('steadiness').filter(({ steady }) => !steady);
  return header.schedule.flatMap(({ fault, target }, index) => {
    if (withheld.some((wait) => wait.index === index)) return [];
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
