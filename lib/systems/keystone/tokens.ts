import type { Json } from '../../core/history.ts';
import type { Host } from '../../core/machine.ts';
import type { Operation, Vocabulary } from '../../core/system.ts';
import { type Answered, openClient, type Words } from './session.ts';
import { logIn } from './token.ts';

/** The value of an operation that logs in, instead of showing a token. */
export const LOG_IN = '/v3/auth/tokens';

/** Both ways through the door: is this token valid (the read path), and a login by password. */
const words: Words = {
  needsToken: (operation) => !isLogin(operation),
  request: (operation, token) =>
    isLogin(operation)
      ? logIn('project')
      : {
          path: '/v3/auth/tokens',
          headers: { 'x-auth-token': token, 'x-subject-token': token },
        },
  good: (operation) => (isLogin(operation) ? 201 : 200),
  value: (_, answered) => whoAndHow(answered),
};

const isLogin = ({ value }: Operation): boolean => value === LOG_IN;

const whoAndHow = (answered: Answered | undefined): Json => ({
  backend: answered?.backend ?? null,
  status: answered?.status ?? null,
});

/** Nothing is kept, so nothing is read in the end. */
export const keystoneTokens = ({
  endpoints,
}: {
  readonly endpoints: (machines: readonly Host[]) => readonly string[];
}): Vocabulary => ({
  refuses: ({ url }) =>
    url === undefined ? undefined : 'expected no url: that is for attached projects',
  prepare: async () => undefined,
  open: (machines, options) => openClient(machines, options, { endpoints, words }),
});
