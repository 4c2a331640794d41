import { describeTarget } from '../core/target.ts';
import type { Move } from './promise.ts';

/** `kill at one machine`, `kill at haproxy of one machine`, `power-cycle at all machines`. */
export const describeMove = ({ kind, aim }: Pick<Move, 'kind' | 'aim'>): string =>
  `${kind} at ${describeAim(aim)}`;

export function describeAim(aim: Move['aim']): string {
  if (aim.at !== 'machine') return describeTarget(aim.target);
  return aim.service === undefined ? 'one machine' : `${aim.service} of one machine`;
}
