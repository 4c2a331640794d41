import type { History } from './history.ts';

/** What a finding is about: one blow, one workload, one system; empty for the whole run. */
export interface Subject {
  readonly blow?: number;
  /** Of a blow that meets machines one after another. */
  readonly step?: number;
  readonly workload?: string;
  readonly system?: string;
}

interface FindingBase {
  readonly subject: Subject;
  /** Positions in `history.events` that carry the finding. */
  readonly evidence: readonly number[];
  /** A sentence for people: what the number does not say. */
  readonly note: string;
}

/** A number, with what it can be trusted to. `resolution` is in the measure's unit. */
export interface Known extends FindingBase {
  readonly status: 'known';
  readonly value: number;
  readonly resolution: number;
}

/** The recording ended first: the number is greater than `atLeast`. Never 0 and never dropped. */
export interface Censored extends FindingBase {
  readonly status: 'censored';
  readonly atLeast: number;
  readonly resolution: number;
}

/** The evidence is missing. Nothing turns this into a number. */
export interface Unknown extends FindingBase {
  readonly status: 'unknown';
  readonly reason: string;
}

export type Finding = Known | Censored | Unknown;

/**
 * A pure function of a history.
 *
 * `timing` numbers can be made or hidden by a slow harness or an unproven fault; `safety` numbers
 * above 0 are evidence in themselves, whatever else went wrong.
 */
export interface Measure {
  readonly name: string;
  readonly unit: 'ms' | 'count' | 'percent';
  readonly kind: 'timing' | 'safety';
  /**
   * What a slow harness does to it, if that is all: `blur`: its durations come out longer or shorter
   * by as much, and `blur-until-recovered`: if it was slow before the duration ended; `pause`: its
   * looks are as far apart.
   */
  readonly stalls?: 'blur' | 'blur-until-recovered' | 'pause';
  /** What it holds a time after a blow against: a machine that was slow then makes a lenient bound. */
  readonly against?: 'before';
  /** One sentence: what it means. */
  readonly meaning: string;
  /** One finding a subject; none at all is read as unknown. */
  readonly of: (history: History) => readonly Finding[];
}
