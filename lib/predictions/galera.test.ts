import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { predictGaleraLoss } from './galera.ts';

function predict(configuration: string) {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  writeFileSync(join(folder, 'galera.cnf'), configuration);
  try {
    return predictGaleraLoss(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('without settings, Galera’s defaults predict 5 s to 6.75 s', () => {
  expect(predict('[mariadbd]\n')).toMatchObject({ minMs: 5_000, maxMs: 6_750 });
});

test('the knobs of the configuration move their parts', () => {
  const options = 'evs.suspect_timeout=PT10S; evs.join_retrans_period = PT0.5S';
  expect(predict(`wsrep_provider_options = "${options}"\n`)).toMatchObject({
    minMs: 10_000,
    maxMs: 11_250,
  });
});

test('a value that is no duration is named', () => {
  expect(() => predict('wsrep_provider_options="evs.suspect_timeout=5"\n')).toThrow(
    "evs.suspect_timeout: expected a duration like PT5S, found '5'",
  );
});
