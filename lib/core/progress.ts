/** Told, on long work, what is being done now: one short line a person reads while waiting. */
export type Progress = (activity: string) => void;

/** For callers that have nobody to tell. */
export const silent: Progress = () => {};
