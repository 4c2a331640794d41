import { test } from 'vitest';
import {
  galeraArbitrated,
  galeraBlackStart,
  galeraCuts,
  galeraFlush0BlackStart,
  galeraFlush0PowerCut,
  galeraFlush2BlackStart,
  galeraKill,
  galeraMajority,
  galeraNone,
  galeraOneNode,
  galeraPair,
  galeraRolling,
  galeraTransactions,
  galeraUnlocked,
} from './galera.ts';
import { expectFailure, expectPass } from './support/claims.ts';

test('a killed node costs at most its predicted recovery time, and no acknowledged row', () =>
  expectPass(galeraKill));

test('however one node goes away, it costs at most what is predicted, and no row', () =>
  expectPass(galeraOneNode));

test('however nodes are cut off from each other, one component serves, and loses no row', () =>
  expectPass(galeraCuts));

test('a lost majority serves nothing, loses nothing, and comes back by itself', () =>
  expectPass(galeraMajority));

test('nodes that are restarted in turn lose no row, and are never two clusters', () =>
  expectPass(galeraRolling));

test('a cluster that loses power altogether comes back by itself, with every row', () =>
  expectPass(galeraBlackStart));

test('a cluster that flushes once a second loses acknowledged rows with its power', () =>
  expectFailure(galeraFlush0BlackStart, 'lost-writes'));

test('a cluster that writes at once and flushes once a second loses them, too', () =>
  expectFailure(galeraFlush2BlackStart, 'lost-writes'));

test('one node that flushes once a second loses nothing: the others have it', () =>
  expectPass(galeraFlush0PowerCut));

test('an arbitrator lets two nodes outlive one of them', () => expectPass(galeraArbitrated));

test('two nodes without one do not', () => expectFailure(galeraPair, 'rto.all'));

test('transactions keep their promises when a node dies', () => expectPass(galeraTransactions));

test('clients that do not lock what they read lose updates', () =>
  expectFailure(galeraUnlocked, 'bank-errors'));

test('where nothing is broken, nothing is away and nothing is lost', () => expectPass(galeraNone));
