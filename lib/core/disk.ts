/** How a disk behaves, beside working. */
export interface DiskDials {
  /** Every read, write and flush takes at least this much longer. */
  readonly delayMs: number;
  /** Undefined is unlimited. */
  readonly kibPerSecond: number | undefined;
  /** Which requests fail with EIO. */
  readonly error: 'none' | 'read' | 'write' | 'all';
}

export const workingDisk: DiskDials = { delayMs: 0, kibPerSecond: undefined, error: 'none' };

/** What trying to use a file system came to. */
export interface DiskTrial {
  /** `ok`, or the name of the error: ENOSPC, EROFS, EIO ... */
  readonly outcome: string;
  readonly tookMs: number;
}

/** The disk of one machine. */
export interface MachineDisk {
  /** Only where the run asked for `faulty-disks`. */
  turn(dials: DiskDials): Promise<void>;
  /** Takes all space that is free. */
  fill(): Promise<void>;
  /** Gives that space back; nothing happens where it was not taken. */
  drain(): Promise<void>;
  /** Its file system finds an error and goes read-only, as with errors=remount-ro. */
  failFileSystem(): Promise<void>;
  /** Writes a small file and flushes it, past every cache. Of `kib` KiB; then it is removed. */
  tryWrite(options?: { readonly kib?: number }): Promise<DiskTrial>;
  /** Reads a small file from the disk, past every cache. */
  tryRead(): Promise<DiskTrial>;
}
