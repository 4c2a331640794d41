import type { FaultSpec } from '../core/fault.ts';
import { afterRecovery, at, type Blow } from '../core/schedule.ts';
import type { Target } from '../core/target.ts';
import { AFTER_RECOVERY, type BlowWords } from './document.ts';
import type { Named } from './named.ts';
import { wordsOfTarget } from './target-words.ts';

/** The blow that is meant, with its fault and its target. */
export function blowOf(words: BlowWords, fault: FaultSpec, target: Target): Blow {
  const { at: when, withinMs, jitterMs } = words;
  const jitter = jitterMs === undefined ? {} : { jitterMs };
  return when === AFTER_RECOVERY
    ? afterRecovery(fault, target, { ...jitter, ...(withinMs === undefined ? {} : { withinMs }) })
    : at(when, fault, target, jitter);
}

/** What a blow is where nothing is said of it. */
const usual = (blow: Blow): Blow =>
  'atMs' in blow.when
    ? at(blow.when.atMs, blow.fault, blow.target)
    : afterRecovery(blow.fault, blow.target);

/** How a file has a blow, without what goes without saying. */
export function wordsOfBlow(blow: Blow, fault: Named): BlowWords {
  const { when, jitterMs, target } = blow;
  const expected = usual(blow);
  const within = 'recoveredWithinMs' in when ? when.recoveredWithinMs : undefined;
  const usually =
    'recoveredWithinMs' in expected.when ? expected.when.recoveredWithinMs : undefined;
  return {
    at: 'atMs' in when ? when.atMs : AFTER_RECOVERY,
    ...(within === usually || within === undefined ? {} : { withinMs: within }),
    ...(jitterMs === expected.jitterMs ? {} : { jitterMs }),
    fault,
    target: wordsOfTarget(target),
  };
}
