import type { AttachedMachine, AttachedProject } from '../core/attached-project.ts';
import type { Capability } from '../core/capability.ts';
import { UsageError } from '../core/errors.ts';
import type { FaultSpec } from '../core/fault.ts';
import { CLIENTS } from '../core/network.ts';
import { faults } from '../faults/index.ts';
import { cutOf, partitionSettings } from '../faults/partition.ts';
import type { Refusal, Withheld } from './blows-by-hand.ts';
import type { Meant } from './harm.ts';
import { withheldBy } from './offer.ts';

/** What can be done to a container that somebody else has started, where this engine's kernel can. */
export const ATTACHED_OFFER: ReadonlySet<Capability> = new Set(['network-rules', 'link-quality']);

const DISKS = 'their disks are not Blackstart’s, so that none can lose power, fill up or fail';

/** What only a machine offers that was built for it. */
const NOT_THERE: ReadonlyMap<Capability, string> = new Map([
  ['disks', DISKS],
  ['faulty-disks', DISKS],
  ['skewable-clock', 'a clock can be turned only under services that were started for that'],
]);

/** Kinds of faults, by whether an attached project takes them. */
export const attachedFaults = Map.groupBy(
  faults.filter(({ kind }) => kind !== 'none'),
  ({ needs }) => (needs.some((need) => NOT_THERE.has(need)) ? 'never' : 'here'),
);

/** Names of the kinds that an attached project takes, or never takes. */
export const kindsOf = (which: 'here' | 'never'): readonly string[] =>
  (attachedFaults.get(which) ?? []).map(({ kind }) => kind);

/** What the containers of a project do not offer, and why. */
export function withheldOf(
  { project }: Pick<AttachedProject, 'project'>,
  lacking: ReadonlyMap<Capability, string>,
): ReadonlyMap<Capability, Withheld> {
  const cure = `Here there are ${kindsOf('here').join(', ')}; machines that offer all: blackstart up.`;
  const notThere = [...NOT_THERE].map(
    ([capability, why]) =>
      [
        capability,
        { because: `the containers of ${project} were started by somebody else: ${why}`, cure },
      ] as const,
  );
  const short = [...lacking].filter(([capability]) => ATTACHED_OFFER.has(capability));
  return new Map([...notThere, ...withheldBy(new Map(short))]);
}

/** Why a fault can't be done to those of a project that it is aimed at. */
export const refusalAt =
  (project: AttachedProject): Refusal =>
  (fault, meant) =>
    withoutNetwork(fault, meant, project) ??
    ofSharedNetwork(fault, meant, project) ??
    ofNothingToCut(fault, meant, project);

const whoseNetwork: Readonly<Record<Exclude<AttachedMachine['network'], 'own'>, string>> = {
  host: 'it lives in the network of this host, and a rule there would be one for all of it',
  none: 'it has no network',
  foreign: 'it shares the network of a container that is none of the project, or does not run',
};

function withoutNetwork(
  { kind }: FaultSpec,
  { machines: names }: Meant,
  { machines }: AttachedProject,
): UsageError | undefined {
  const needs = faults.find((fault) => fault.kind === kind)?.needs ?? [];
  if (!needs.includes('network-rules')) return undefined;
  for (const { name, network } of machines.filter((one) => names.includes(one.name))) {
    if (network !== 'own') return refused(kind, name, whoseNetwork[network]);
  }
  return undefined;
}

/** What ends the process of a service. */
const ENDING: readonly string[] = ['kill', 'stop', 'restart', 'memory-squeeze'];

/** Whoever has joined a network that ends is cut off until it is started again itself. */
function ofSharedNetwork(
  { kind }: FaultSpec,
  { machines: names, service }: Meant,
  { machines }: AttachedProject,
): UsageError | undefined {
  if (!ENDING.includes(kind) || service === undefined) return undefined;
  const found = machines.find(({ name, network, services }) => {
    const [owner] = services;
    return (
      names.includes(name) && network === 'own' && services.length > 1 && owner?.name === service
    );
  });
  if (found === undefined) return undefined;
  const joined = found.services.slice(1).map(({ name }) => name);
  return refused(
    kind,
    `${found.name}/${service}`,
    `its network, which ends with it, is that of ${joined.join(' and ')} as well; all of them: blackstart fault ${kind} ${found.name}`,
  );
}

function ofNothingToCut(
  { kind, settings }: FaultSpec,
  { machines: names }: Meant,
  { machines }: AttachedProject,
): UsageError | undefined {
  if (kind !== 'partition') return undefined;
  const rest = machines.map(({ name }) => name).filter((name) => !names.includes(name));
  const cut = cutOf(partitionSettings.parse(settings), names, rest);
  const known = [...machines.map(({ name }) => name), CLIENTS];
  const strange = cut.flatMap(({ from, to }) => [from, to]).find((name) => !known.includes(name));
  if (strange !== undefined) {
    return new UsageError(`partition: expected one of ${known.join(', ')}, found '${strange}'`, {
      hint: 'blackstart status shows them.',
    });
  }
  const networksOf = (name: string) =>
    machines.find((one) => one.name === name)?.networks ?? machines.flatMap((one) => one.networks);
  const isThere = cut.some(({ from, to }) =>
    networksOf(from).some((network) => networksOf(to).includes(network)),
  );
  if (isThere) return undefined;
  return refused(
    kind,
    names.join(', '),
    'no network leads from there to those that it would be cut from',
  );
}

const refused = (kind: string, whom: string, why: string): UsageError =>
  new UsageError(`${kind}: ${whom} can't be harmed so: ${why}`, {
    hint: 'blackstart attach --project <name> --dry-run shows who is in which network.',
  });
