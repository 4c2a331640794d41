import { formatMs } from '../core/duration.ts';
import { UNTIL_HEALED_MS } from '../core/fault.ts';
import type { Answer } from '../session/protocol.ts';

type Struck = Answer<'fault'>;

/** What became of a blow, as lines. */
export function struckLines(struck: Struck): readonly string[] {
  const { number, fault, whom, lastsMs, proofs } = struck;
  const until =
    lastsMs === 0
      ? ''
      : lastsMs >= UNTIL_HEALED_MS
        ? `, until: blackstart heal ${number}`
        : `, for ${formatMs(lastsMs)}`;
  return [`${number}: ${fault} at ${whom}${until}`, ...proofs.map(proofLine)];
}

export const healedLines = ({ number, fault, whom, proofs }: Struck): readonly string[] => [
  `${number}: ${fault} at ${whom} is healed`,
  ...proofs.map(proofLine),
];

const proofLine = ({ claim, observed, holds }: Struck['proofs'][number]): string =>
  holds
    ? `  ✓ ${claim}: ${observed}`
    : `  ? not proven: expected that ${claim}, observed: ${observed}`;

/** Whether somebody looked, and it is as claimed. */
export const isProven = ({ proofs }: Struck): boolean =>
  proofs.length > 0 && proofs.every(({ holds }) => holds);
