import { createHash } from 'node:crypto';

/**
 * The host that a key belongs to, among those given: the one with the highest score for it
 * (rendezvous hashing, as pymemcache's RendezvousHash does it). When a host goes, only its own keys
 * go elsewhere, and when it comes back, only they come back. Undefined where there is no host.
 */
export function hostOf(key: string, hosts: readonly string[]): string | undefined {
  let best: { readonly host: string; readonly score: number } | undefined;
  for (const host of hosts) {
    const score = scoreOf(host, key);
    if (best === undefined || score > best.score) best = { host, score };
  }
  return best?.host;
}

const scoreOf = (host: string, key: string): number =>
  createHash('sha1').update(`${host}-${key}`).digest().readUInt32BE(0);
