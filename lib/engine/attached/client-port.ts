import type { AttachedService } from '../../core/attached-project.ts';

interface OfNetwork {
  /** Ports that somebody in its network listens at. */
  readonly ofNetwork: readonly number[];
  /** Whether nobody else lives in that. */
  readonly isAlone: boolean;
}

/**
 * The port that clients of a service use: the lowest that it declares and listens at, or the lowest
 * that it listens at. Undefined where nobody can tell that it listens: a declaration alone proves nothing.
 *
 * @param own ports that it listens at itself; undefined where this account can't see that
 */
export function clientPort(
  { ports: declared }: Pick<AttachedService, 'ports'>,
  own: readonly number[] | undefined,
  { ofNetwork, isAlone }: OfNetwork,
): number | undefined {
  const listening = own ?? ofNetwork;
  const both = declared.find((port) => listening.includes(port));
  return both ?? (own !== undefined || isAlone ? listening[0] : undefined);
}
