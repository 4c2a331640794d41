import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CephLoss, predictCephLoss } from './ceph.ts';

function predict(loss: CephLoss, configuration: string) {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  writeFileSync(join(folder, 'ceph.conf'), configuration);
  try {
    return predictCephLoss(loss, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each<[CephLoss, number, number]>([
  ['osd-killed', 0, 3_500],
  ['machine-killed', 12_000, 21_500],
  ['machine-silent', 20_000, 35_400],
])('without settings, Ceph’s defaults predict for %s', (loss, minMs, maxMs) => {
  expect(predict(loss, '[global]\n')).toMatchObject({ minMs, maxMs });
});

test('the knobs of the configuration move their parts, however they are spelt', () => {
  const configuration = `[global]
osd heartbeat grace = 6
osd-heartbeat-interval = 2   # s
osd_mon_report_interval=1
mon_lease = 2
mon_election_timeout = 1
`;
  expect(predict('machine-killed', configuration)).toMatchObject({ minMs: 3_800, maxMs: 9_700 });
  expect(predict('machine-silent', configuration)).toMatchObject({ minMs: 6_000, maxMs: 13_800 });
});

test('where monitors take longer than heartbeats, they decide', () => {
  const { parts } = predict('machine-silent', 'osd_heartbeat_grace = 1\nmon_lease = 60\n');
  expect(parts.map(({ knob }) => knob)).toContain('mon_lease');
});

test('a value that is no number is named', () => {
  expect(() => predict('machine-silent', 'osd_heartbeat_grace = soon\n')).toThrow(
    "osd_heartbeat_grace: expected a number of seconds, found 'soon'",
  );
});
