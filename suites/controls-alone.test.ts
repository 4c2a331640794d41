import { test } from 'vitest';
import {
  galeraFlush0AllKilled,
  galeraFlush2AllKilled,
  rabbitmqQuorumLosesItsMember,
} from './controls-alone.ts';
import { expectFailure, expectPass } from './support/claims.ts';

test('processes that write once a second lose acknowledged rows when all are killed', () =>
  expectFailure(galeraFlush0AllKilled, 'lost-writes'));

test('processes that write at once lose nothing, however seldom that is flushed', () =>
  expectPass(galeraFlush2AllKilled));

test('a quorum queue loses nothing under the blow that an unsynchronised mirror does not survive', () =>
  expectPass(rabbitmqQuorumLosesItsMember));
