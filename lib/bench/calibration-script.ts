import type { Random } from '../core/random.ts';

/** How a metronome treats its clients: images/metronome/metronome.c says what each means. */
export type Mode = 'serve' | 'late' | 'hold' | 'silent' | 'refuse';

/** From `atMs` after the script's start in this mode; `delayMs` is how late `late` answers. */
export interface Step {
  readonly atMs: number;
  readonly mode: Mode;
  readonly delayMs?: number;
}

/** Steps in order of time. It serves before the first, and the last one lasts. */
export type Script = readonly Step[];

export const kinds = ['refused', 'silent', 'flapping', 'slow start', 'late answers'] as const;
export type Kind = (typeof kinds)[number];

export interface Shape {
  readonly kind: Kind;
  /** Of the outage; of the last one where the server flaps. */
  readonly lengthMs: number;
  /** After how long `late answers` come: beyond the deadline of the probes. */
  readonly lateByMs: number;
}

/** Of each outage before the last, and of each pause between two, where the server flaps. */
const FLAP_MS = { shortest: 50, longest: 150 };

/** A server that is away from 0 on, and back for good at the script's last step. */
export function scriptOf({ kind, lengthMs, lateByMs }: Shape, random: Random): Script {
  switch (kind) {
    case 'refused':
      return awayFor('refuse', 0, lengthMs);
    case 'silent':
      return awayFor('silent', 0, lengthMs);
    case 'late answers':
      return [
        { atMs: 0, mode: 'late', delayMs: lateByMs },
        { atMs: lengthMs, mode: 'serve' },
      ];
    case 'slow start':
      return [
        { atMs: 0, mode: 'refuse' },
        { atMs: lengthMs / 3, mode: 'hold' },
        { atMs: lengthMs, mode: 'serve' },
      ];
    case 'flapping':
      return flapping(lengthMs, random);
  }
}

function flapping(lengthMs: number, random: Random): Script {
  const some = () => FLAP_MS.shortest + random.next() * (FLAP_MS.longest - FLAP_MS.shortest);
  const [one, pause, two, otherPause] = [some(), some(), some(), some()];
  return [
    ...awayFor('refuse', 0, one),
    ...awayFor('refuse', one + pause, two),
    ...awayFor('refuse', one + pause + two + otherPause, lengthMs),
  ];
}

const awayFor = (mode: Mode, atMs: number, lengthMs: number): Script => [
  { atMs, mode },
  { atMs: atMs + lengthMs, mode: 'serve' },
];
