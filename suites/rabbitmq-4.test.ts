import { test } from 'vitest';
import { rabbitmq4KeptPolicy, rabbitmq4Quorum } from './rabbitmq-4.ts';
import { expectFailure, expectPass } from './support/claims.ts';

test('however its leader goes away, a quorum queue of 4 costs at most what is predicted, and no message', () =>
  expectPass(rabbitmq4Quorum));

test('a policy that an upgrade to 4 has kept mirrors nothing: the queue is away with its node', () =>
  expectFailure(rabbitmq4KeptPolicy, 'rto.any'));
