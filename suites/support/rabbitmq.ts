import { noPhantoms, nothingLost, queue, seconds, twoPrimaries } from '../../lib/index.ts';

/** What redelivery may consume twice is not lost: nobody promises more than at least once. */
export const soundData = [nothingLost, noPhantoms, twoPrimaries.never];

/** A publisher waits for its confirmation for up to 2 s, and is content with it. */
export const load = { ratePerSecond: 50, deadlineMs: seconds(2) };
export const messages = queue(load);

export const timing = { steadyMs: seconds(2), stabilityMs: seconds(2) };

/** A short silence costs no more than itself: peers are given up after 0.75 times net_ticktime. */
export const SHORT_PAUSE_MS = seconds(3);
