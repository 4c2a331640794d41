import { BlockList, isIPv4 } from 'node:net';
import { UsageError } from '../core/errors.ts';
import { seededRandom } from '../core/random.ts';

/** The range that RFC 2544 sets aside for benchmarks: no user's network collides with it. */
const RANGE = '198.18.0.0/15';
const SUBNETS = 512;

/** A /24 of the benchmark range, by number from 0 to 511. */
export const subnetNumber = (number: number): string => {
  const wrapped = number % SUBNETS;
  return `198.${18 + Math.floor(wrapped / 256)}.${wrapped % 256}.0/24`;
};

/** Every /24 of the range, from a start by the run's name, which spreads runs out. */
export function* subnetsFor(run: string): Generator<string> {
  const start = Math.floor(seededRandom(0, run).next() * SUBNETS);
  for (let offset = 0; offset < SUBNETS; offset += 1) yield subnetNumber(start + offset);
}

/** The address of the nth machine, counted from 1, in a /24. */
export const machineAddress = (subnet: string, number: number): string =>
  subnet.replace(/\.0\/24$/, `.${10 + number}`);

/** The address of this host in a /24, as the engine gives it to a network's bridge. */
export const gatewayAddress = (subnet: string): string => subnet.replace(/\.0\/24$/, '.1');

/** Checks a subnet that a user asks for. */
export function parseSubnet(text: string): string {
  const [address = '', bits] = text.split('/');
  const range = new BlockList();
  range.addSubnet('198.18.0.0', 15, 'ipv4');
  if (isIPv4(address) && address.endsWith('.0') && bits === '24' && range.check(address))
    return text;
  throw new UsageError(`BLACKSTART_SUBNET: expected a /24 of ${RANGE}, found '${text}'`, {
    hint: 'For example BLACKSTART_SUBNET=198.18.7.0/24; without it a free one is chosen.',
  });
}

/** Whether two subnets share addresses. */
export function overlaps(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

function contains(outer: string, inner: string): boolean {
  const [address = '', bits = '32'] = outer.split('/');
  const [candidate = ''] = inner.split('/');
  if (!isIPv4(address) || !isIPv4(candidate)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), 'ipv4');
  return list.check(candidate);
}
