import type { Conversation } from '../../core/conversation.ts';

/** The server's own words in place of an answer: the connection is of no further use. */
export class Refused extends Error {
  constructor(line: string) {
    super(line);
    this.name = 'Refused';
  }
}

/** What a key holds; undefined where it is not there. Text without line breaks. */
export async function get(connection: Conversation, key: string): Promise<string | undefined> {
  let found: string | undefined;
  let awaitsValue = false;
  const answer = await connection.ask(`get ${key}\r`, (line) => {
    if (awaitsValue) {
      found = line;
      awaitsValue = false;
      return undefined;
    }
    if (line === 'END') return { found };
    if (!line.startsWith('VALUE ')) throw new Refused(line);
    awaitsValue = true;
    return undefined;
  });
  return answer.found;
}

/** Stores text without line breaks, for good: no time of expiry. */
export const set = (connection: Conversation, key: string, value: string): Promise<true> =>
  connection.ask(`set ${key} 0 0 ${Buffer.byteLength(value)}\r\n${value}\r`, (line) => {
    if (line === 'STORED') return true;
    throw new Refused(line);
  });

/** Whether there was something to remove. */
export const remove = (connection: Conversation, key: string): Promise<boolean> =>
  connection.ask(`delete ${key}\r`, (line) => {
    if (line === 'DELETED') return true;
    if (line === 'NOT_FOUND') return false;
    throw new Refused(line);
  });

/** What a server says of itself, or of its settings. */
export async function stats(
  connection: Conversation,
  about: '' | ' settings' = '',
): Promise<ReadonlyMap<string, string>> {
  const facts = new Map<string, string>();
  return connection.ask(`stats${about}\r`, (line) => {
    if (line === 'END') return facts;
    const [, name = '', value = ''] = line.match(/^STAT (\S+) (.*)$/) ?? [];
    if (name === '') throw new Refused(line);
    facts.set(name, value);
    return undefined;
  });
}
