import { z } from 'zod';
import type { History, WorkloadFacts } from '../../core/history.ts';
import { speak } from '../vocabulary.ts';
import { account, type Count } from './account.ts';

/** The vocabulary `tcp`: connect to a port of a name, as `web:80`; who let the client in is the machine. */
export const tcpSchema = z.object({
  f: z.literal('connect'),
  value: z.string(),
  answer: z.null().optional(),
});

interface Records {
  readonly attempts: number;
  /** Positions of those that certainly failed. */
  readonly refused: readonly number[];
  readonly indeterminate: number;
}

/** What connections make of the questions: nothing is kept, so nothing is read in the end. */
export const tcp = account<Records>({
  vocabulary: 'tcp',
  open,
  answers: { failed: failedOf },
});

function open(history: History, workload: WorkloadFacts): Records | string {
  const spoken = speak(history, workload, tcpSchema);
  if (typeof spoken === 'string') return spoken;
  const refused = spoken.filter(({ probe }) => probe.outcome === 'fail');
  const good = spoken.filter(({ probe }) => probe.outcome === 'ok');
  return {
    attempts: spoken.length,
    refused: refused.map(({ probe }) => probe.settled),
    indeterminate: spoken.length - refused.length - good.length,
  };
}

function failedOf({ attempts, refused, indeterminate }: Records): Count {
  return {
    value: refused.length,
    evidence: refused,
    note: [
      `of ${attempts} connections`,
      ...(indeterminate > 0 ? [`of unknown fate: ${indeterminate}`] : []),
    ].join('; '),
    missing: attempts === 0 ? 'no connection was ever due' : undefined,
  };
}
