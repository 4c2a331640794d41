/** As a shell takes it for one word. */
export const inShell = (word: string): string =>
  /^[\w./@:=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
