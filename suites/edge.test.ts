import { test } from 'vitest';
import {
  edgeBlackStart,
  edgeChecked,
  edgeKill,
  edgeLosses,
  edgeNone,
  edgeSplitBrain,
  edgeTcp,
  edgeUnchecked,
} from './edge.ts';
import { expectFailure, expectPass } from './support/claims.ts';

test('whatever is stopped, hangs or loses power, one machine holds the address, in time', () =>
  expectPass(edgeLosses));

test('a cut that leaves the holder heard moves nothing, and an edge without power comes back', () =>
  expectPass(edgeBlackStart));

test('layer 4 is back as soon, and an address that goes back is never held twice', () =>
  expectPass(edgeTcp));

test('a VRRP that is cut has two holders of one address, and clients are served in time', () =>
  expectFailure(edgeSplitBrain, 'two-primaries'));

test('a keepalived that is killed or hangs leaves its address behind: there are two holders', () =>
  expectFailure(edgeKill, 'two-primaries'));

test('without checks, requests go wrong for as long as a backend is away', () =>
  expectFailure(edgeUnchecked, 'rto.all', 'unavailability'));

test('with checks, they go wrong until those have failed', () => expectPass(edgeChecked));

test('where nothing is broken, nothing is away and nobody answers in place of another', () =>
  expectPass(edgeNone));
