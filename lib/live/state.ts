import type { EventOf, Phase } from '../core/history.ts';

/** What there is to see of one trial at one moment. Data; all durations in ms. */
export interface LiveState {
  readonly scenario: string;
  readonly title: string;
  readonly place: Place;
  /** What is being done now, as one short line. */
  readonly activity: string;
  /** Since the trial began, set-up included. */
  readonly forMs: number;
  /** What the person at the terminal must not miss: an interruption. */
  readonly notice: string | undefined;
  /** Undefined while the trial is still being set up. */
  readonly run: RunState | undefined;
}

/** Which trial of which scenario, each counted from 1. */
export interface Place {
  readonly scenario: number;
  readonly scenarios: number;
  readonly trial: number;
  readonly trials: number;
}

/** What a run's events so far come to. */
export interface RunState {
  readonly seed: number;
  readonly phases: readonly PhaseState[];
  readonly loads: readonly LoadState[];
  readonly machines: readonly MachineState[];
  readonly redundancies: readonly RedundancyState[];
  readonly blows: readonly BlowState[];
  /** Undefined where there is no load that could wait for it. */
  readonly harness: HarnessState | undefined;
  /** Undefined while it goes on. */
  readonly outcome: EventOf<'end'>['outcome'] | undefined;
}

export interface PhaseState {
  readonly phase: Phase;
  readonly stage: 'to come' | 'under way' | 'over';
  readonly forMs: number;
}

/** Answers of one workload, as measures count them. */
export interface Answers {
  /** Within the deadline of their due time. */
  readonly good: number;
  /** After it. */
  readonly late: number;
  readonly failed: number;
  /** May have happened. */
  readonly unknown: number;
}

export interface LoadState {
  readonly name: string;
  /** `stopped`: by hand, and may go on. */
  readonly stage: 'to come' | 'under way' | 'stopped' | 'over';
  /** In the last second. */
  readonly lately: Answers;
  readonly all: Answers;
  /** Operations that are still without an answer, past their deadline. */
  readonly overdue: number;
  /** Latency of what was answered in the last second, good or late, from the due time. */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  /** Since the last good answer, or the first operation where there was none; undefined while it is served. */
  readonly awayMs: number | undefined;
}

export interface MachineState {
  readonly name: string;
  readonly power: 'on' | 'off';
  readonly claims: readonly Claim[];
  /** What it is under. */
  readonly harms: readonly Pick<BlowState, 'fault' | 'number'>[];
}

/** What a machine last said of itself in one system. */
export interface Claim {
  readonly system: string;
  /** `runs`: which role it has, nobody can tell. */
  readonly is: 'primary' | 'replica' | 'no role' | 'runs' | 'silent';
  readonly forMs: number;
}

export interface RedundancyState {
  readonly system: string;
  readonly full: boolean;
  readonly detail: string;
  readonly forMs: number;
}

export interface BlowState {
  /** As people count: `2`, or `2.1` for the first of several machines that are met one after another. */
  readonly number: string;
  readonly fault: string;
  /** The target as the scenario names it, until it is known whom it meets. */
  readonly whom: string;
  readonly machines: readonly string[];
  readonly stage: BlowStage;
  /** `no` as soon as a proof does not hold. */
  readonly proven: 'yes' | 'no' | 'not yet';
}

export type BlowStage =
  /** `inMs` is undefined before the chaos phase; `atMs` counts from its begin. */
  | { readonly is: 'to come'; readonly atMs: number; readonly inMs: number | undefined }
  | { readonly is: 'after recovery' }
  | { readonly is: 'falling'; readonly forMs: number }
  /** `healsInMs` is 0 while it is being healed. */
  | { readonly is: 'in force'; readonly forMs: number; readonly healsInMs: number }
  | { readonly is: 'healed'; readonly lastedMs: number; readonly agoMs: number }
  | { readonly is: 'met nobody' }
  | { readonly is: 'withheld' };

/** How late the harness itself was. */
export interface HarnessState {
  /** In the last second that it looked at. */
  readonly lateMs: number;
  readonly worstMs: number;
  /** Above this a measure is blurred: see `stallsOf`. */
  readonly toleratedMs: number;
}
