import { formatMs } from '../core/duration.ts';
import type { EventOf, Fact, History, Proof } from '../core/history.ts';
import { faultWords } from './wording.ts';

/** A blow of the schedule with all that the history tells of it. */
export interface BlowFacts {
  readonly index: number;
  readonly step: number | undefined;
  /** `2`, or `2.1` for the first machine of a blow that meets them one after another. */
  readonly number: string;
  readonly fault: string;
  readonly target: string;
  readonly settings: Readonly<Record<string, Fact>>;
  /** Empty for a blow that did not fall. */
  readonly machines: readonly string[];
  /** `kill galera-1, healed after 10.09 s`. */
  readonly label: string;
  /** The instant of the harm; undefined for a blow that did not fall. */
  readonly from: number | undefined;
  /** The instant of its removal; undefined where nobody saw it. */
  readonly to: number | undefined;
  /** For how long it was to last, until its cure was begun. */
  readonly lastsMs: number;
  readonly injectedProofs: readonly Proof[];
  readonly healedProofs: readonly Proof[];
}

/** Every blow of the schedule, fallen or not, in order; one that meets machines in turn, in turn. */
export function blowsOf({ header, events }: History): readonly BlowFacts[] {
  const all = [...events.of('blow'), ...events.of('injected'), ...events.of('healed')];
  return header.schedule.flatMap((planned, index) => {
    const own = all.filter((event) => event.index === index);
    const steps = own.length === 0 ? [undefined] : [...new Set(own.map(({ step }) => step))];
    return steps.map((step) =>
      factsOf(
        planned,
        { index, step },
        own.filter((event) => event.step === step),
      ),
    );
  });
}

function factsOf(
  { fault, target, settings, lastsMs }: History['header']['schedule'][number],
  { index, step }: Pick<BlowFacts, 'index' | 'step'>,
  own: readonly (EventOf<'blow'> | EventOf<'injected'> | EventOf<'healed'>)[],
): BlowFacts {
  const blow = own.find((event) => event.type === 'blow');
  const injected = own.find((event) => event.type === 'injected');
  const healed = own.find((event) => event.type === 'healed');
  const machines = blow?.machines ?? [];
  const lasted =
    injected && healed
      ? `, healed after ${formatMs(healed.t - injected.t)}`
      : injected
        ? ''
        : ', not proven';
  return {
    index,
    step,
    number: step === undefined ? `${index + 1}` : `${index + 1}.${step + 1}`,
    fault,
    target,
    settings,
    machines,
    label: `${faultWords(fault).noun} ${machines.join(', ') || target}${lasted}`,
    from: injected?.t,
    to: healed?.t,
    lastsMs,
    injectedProofs: injected?.proofs ?? [],
    healedProofs: healed?.proofs ?? [],
  };
}
