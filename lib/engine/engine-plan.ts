/** What decides whether an engine may be installed or started. */
export interface HostFacts {
  readonly answers: boolean;
  /** Somebody named the engine (DOCKER_HOST or a context): it is theirs to start. */
  readonly explicit: boolean;
  readonly installed: boolean;
  readonly root: boolean;
  /** Debian or a distribution like it. */
  readonly debian: boolean;
  readonly terminal: boolean;
  /** BLACKSTART_INSTALL_ENGINE; undefined where it is not set. */
  readonly permission: 'yes' | 'no' | undefined;
}

export type EnginePlan =
  | { readonly kind: 'use' }
  | { readonly kind: 'start' | 'install'; readonly ask: 'first' | 'no' }
  | { readonly kind: 'refuse'; readonly why: string };

/**
 * What to do about the engine. One that works is never touched; one that somebody named is
 * theirs. A person at a terminal is asked; without one, root on Debian is taken as permission.
 */
export function planEngine(facts: HostFacts): EnginePlan {
  const { answers, explicit, installed, root, debian, terminal, permission } = facts;
  if (answers) return { kind: 'use' };
  if (explicit) return { kind: 'refuse', why: 'it was named, so it is not replaced by another' };
  if (permission === 'no') return { kind: 'refuse', why: 'BLACKSTART_INSTALL_ENGINE=0 forbids it' };
  if (!root) return { kind: 'refuse', why: 'only root may install or start one' };
  if (!debian) return { kind: 'refuse', why: 'this is not Debian or Ubuntu' };
  const ask = terminal && permission !== 'yes' ? 'first' : 'no';
  return { kind: installed ? 'start' : 'install', ask };
}
