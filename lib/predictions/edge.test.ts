import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureFolder } from '../core/package-folder.ts';
import { edge } from '../systems/edge/index.ts';
import { type EdgeLoss, type EdgePredictionOptions, predictEdgeLoss } from './edge.ts';

const classic = [fixtureFolder('edge'), fixtureFolder('variants/edge-vrrp2')];

function predict(loss: EdgeLoss, options: EdgePredictionOptions = {}) {
  const { minMs, maxMs } = predictEdgeLoss(loss, options);
  return { minMs: Math.round(minMs), maxMs: Math.round(maxMs) };
}

test('a killed holder is missed after three announcements and a skew', () => {
  const only = { folders: classic, backupPriority: 156 };
  // 3 x 1 s - U(0, 1 s) + 100/256 s; 100 ms for the announcement and 550 ms for the clients.
  expect(predict('holder-killed', only)).toEqual({ minMs: 2_391, maxMs: 4_041 });
});

test('in version 3 the skew is a part of advert_int', () => {
  expect(predict('holder-killed')).toEqual({ minMs: 1_207, maxMs: 2_550 });
  const [detected, decided] = predictEdgeLoss('haproxy-killed').parts.slice(1);
  expect([detected?.knob, decided?.knob]).toEqual(['vrrp_script fall', 'priority']);
});

test('a clean stop costs the skew, or what the checks of its backend cost', () => {
  expect(predict('holder-stopped')).toEqual({ minMs: 207, maxMs: 2_550 });
});

test('a script that hangs costs its timeout more, and lets the next run be left out', () => {
  const killed = predict('haproxy-killed');
  expect(predict('haproxy-frozen')).toEqual({
    minMs: killed.minMs,
    maxMs: killed.maxMs + 900 + 1_000,
  });
});

test('a silent backend lets every check wait for its connection', () => {
  expect(predict('backend-killed').maxMs).toBe(1_000 + 2 * 500 + 550);
  expect(predict('backend-silent').maxMs).toBe(1_500 + 2 * 1_000 + 550);
});

test('one that hangs accepts connections, and lets every check wait for its answer', () => {
  expect(predict('backend-hangs').maxMs).toBe(2_000 + 2 * 1_500 + 550);
});

test('a backend that is not checked is never found out', () => {
  const folders = [fixtureFolder('edge'), fixtureFolder('variants/edge-unchecked')];
  expect(predict('backend-killed', { folders }).maxMs).toBe(Number.POSITIVE_INFINITY);
});

test('the priority taken is that of the second machine', () => {
  const plan = edge().machines[1]?.services.find(({ name }) => name === 'keepalived');
  const self = { name: 'edge-2', address: '198.18.0.12' };
  const { EDGE_PRIORITY } = plan?.environment(self, [self]) ?? {};
  const backupPriority = Number(EDGE_PRIORITY);
  expect(predict('holder-stopped', { backupPriority })).toEqual(predict('holder-stopped'));
});

test('a value that is no duration is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  writeFileSync(join(folder, 'haproxy.cfg'), 'server a a:80 check inter often\n');
  try {
    const folders = [fixtureFolder('edge'), folder];
    expect(() => predict('backend-killed', { folders })).toThrow(
      "inter: expected a duration like 2s or 500ms, found 'often'",
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
