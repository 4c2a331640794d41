import { test } from 'vitest';
import { cephBlackout, cephBridge, cephCrash, cephCuts, cephSilence } from './ceph.ts';
import { expectFailure, expectPass } from './support/claims.ts';

test('nothing costs nothing, and what dies what monitors need to agree on it, and no object', () =>
  expectPass(cephCrash));

test('what is silent costs the grace of heartbeats, and no object', () => expectPass(cephSilence));

test('clients that are cut off with one machine wait, and so do they for one that hears nobody', () =>
  expectPass(cephCuts));

test('with fewer copies than min_size, or none, objects wait and none is lost', () =>
  expectPass(cephBlackout));

test('two machines that don’t hear each other stop writes for as long as that lasts', () =>
  expectFailure(cephBridge, 'rto.all'));
