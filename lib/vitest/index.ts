import { expect } from 'vitest';
import { type BlackstartMatchers, matchers } from './matchers.ts';

export { judgeFile } from '../harness/judge-file.ts';
export type { BlackstartMatchers, RecoveryOptions } from './matchers.ts';

expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void>> extends BlackstartMatchers<R> {}
}
