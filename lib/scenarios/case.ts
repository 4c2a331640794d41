/** A name of suites as files have it: `nothingLost` is `nothing-lost`. */
export const inFiles = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The other way. */
export const inSuites = (word: string): string =>
  word.replaceAll(/-[a-z0-9]/g, (dashed) => dashed.slice(1).toUpperCase());
