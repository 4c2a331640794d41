import { type DiskDials, type DiskTrial, type MachineDisk, workingDisk } from '../core/disk.ts';

const WRITE_MS = 0.5;

/** A disk in memory that behaves as its dials say; `remount` is what a reboot does to it. */
export interface ToyDisk extends MachineDisk {
  remount(): void;
}

export function toyDisk(harms: 'done' | 'ignored'): ToyDisk {
  let dials: DiskDials = workingDisk;
  let full = false;
  let readOnly = false;
  const trial = (outcome: string, kib: number): DiskTrial => {
    const rateMs = dials.kibPerSecond === undefined ? 0 : (kib / dials.kibPerSecond) * 1_000;
    return { outcome, tookMs: WRITE_MS + dials.delayMs + rateMs };
  };
  const fails = (what: 'read' | 'write') => dials.error === 'all' || dials.error === what;
  return {
    turn: async (wanted) => {
      if (harms === 'done') dials = wanted;
    },
    fill: async () => {
      full = harms === 'done';
    },
    drain: async () => {
      full = false;
    },
    failFileSystem: async () => {
      readOnly = harms === 'done';
    },
    tryWrite: async ({ kib = 4 } = {}) => {
      if (readOnly) return trial('EROFS', kib);
      if (fails('write')) return trial('EIO', kib);
      return trial(full ? 'ENOSPC' : 'ok', kib);
    },
    tryRead: async () => trial(fails('read') ? 'EIO' : 'ok', 4),
    remount: () => {
      readOnly = false;
    },
  };
}
