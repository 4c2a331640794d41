import { test } from 'vitest';
import {
  rabbitmqMirrored,
  rabbitmqPlain,
  rabbitmqQuorum,
  rabbitmqSynchronised,
  rabbitmqUnsynchronised,
} from './rabbitmq.ts';
import { expectFailure, expectPass } from './support/claims.ts';

test('however its nodes go away, a mirrored queue costs at most what is predicted, and no message', () =>
  expectPass(rabbitmqMirrored));

test('however its leader goes away, a quorum queue costs at most what is predicted, and no message', () =>
  expectPass(rabbitmqQuorum));

test('an unsynchronised mirror takes over, and the messages that it never got are lost', () =>
  expectFailure(rabbitmqUnsynchronised, 'lost-writes'));

test('a synchronised mirror takes over with every message', () => expectPass(rabbitmqSynchronised));

test('a queue on one node is away for as long as its node, and is back with every message', () =>
  expectFailure(rabbitmqPlain, 'rto.all'));
