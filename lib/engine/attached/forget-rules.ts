import type Docker from 'dockerode';
import { HarnessError } from '../../core/errors.ts';
import { exec } from '../exec.ts';
import { NETEM } from '../machine-network.ts';
import { RULES } from '../nft-rules.ts';

/**
 * Takes away every rule of ours in the network namespace of the container that it runs in, and says
 * which are left. Ours are told by their names.
 */
export const FORGET_RULES = `
ours() { nft list tables | grep ' ${RULES}'; }
ours | while read -r table family name; do nft delete table "$family" "$name"; done
tc qdisc show | while read -r qdisc kind handle dev device rest; do
  if [ "$kind $handle" = "netem ${NETEM}:" ]; then tc qdisc del dev "$device" root; fi
done
! ours
`;

/** Rejects with what is left, where something is. */
export async function forgetRules(docker: Docker, helper: Docker.Container): Promise<void> {
  const { exitCode, output } = await exec(docker, helper, ['sh', '-c', FORGET_RULES]);
  if (exitCode === 0) return;
  throw new HarnessError(
    'RULES',
    `rules are left in the network of a container: ${output.trim() || `code ${exitCode}`}`,
    { hint: 'A restart of that container takes them away: docker compose restart <service>.' },
  );
}
