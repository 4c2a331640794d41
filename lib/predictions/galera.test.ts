import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { predictGaleraJoin, predictGaleraLoss, predictGaleraSilence } from './galera.ts';

function predict(configuration: string, of = predictGaleraLoss) {
  const folder = mkdtempSync(join(tmpdir(), 'blackstart-test-'));
  writeFileSync(join(folder, 'galera.cnf'), configuration);
  try {
    return of(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('without settings, Galera’s defaults predict 5 s to 12.25 s', () => {
  expect(predict('[mariadbd]\n')).toMatchObject({ minMs: 5_000, maxMs: 12_250 });
});

test('a silent node costs its clients a timeout more, and a joining one a view', () => {
  expect(predict('[mariadbd]\n', predictGaleraSilence)).toMatchObject({
    minMs: 5_000,
    maxMs: 13_250,
  });
  expect(predict('[mariadbd]\n', predictGaleraJoin)).toMatchObject({ minMs: 0, maxMs: 4_250 });
});

test('the knobs of the configuration move their parts', () => {
  const options = 'evs.suspect_timeout=PT10S; evs.join_retrans_period = PT0.5S';
  expect(predict(`wsrep_provider_options = "${options}"\n`)).toMatchObject({
    minMs: 10_000,
    maxMs: 21_750,
  });
});

test('repetitions sooner than checks wait for the check that the first suspicion has put off', () => {
  const options = 'evs.inactive_check_period=PT1S; evs.join_retrans_period=PT0.3S';
  expect(predict(`wsrep_provider_options = "${options}"\n`).maxMs).toBe(
    5_000 + 2 * 1_000 + (5_000 + 300) + 500 + 250,
  );
});

test('a join takes what its messages and keepalives are repeated after', () => {
  const joining = (options: string) =>
    predict(`wsrep_provider_options = "${options}"\n`, predictGaleraJoin).maxMs;
  expect(joining('evs.join_retrans_period=PT0.3S')).toBe(600 + 1_000 + 500 + 500 + 250);
  expect(joining('evs.keepalive_period=PT0.5S; pc.recovery=no')).toBe(2_000 + 500 + 500 + 250);
});

test('a view that is not saved costs no flush', () => {
  const [saved, unsaved] = ['yes', 'no'].map((word) =>
    predict(`wsrep_provider_options = "pc.recovery=${word}"\n`),
  );
  expect([saved?.maxMs, unsaved?.maxMs]).toEqual([12_250, 11_750]);
});

test('a value that is no duration is named', () => {
  expect(() => predict('wsrep_provider_options="evs.suspect_timeout=5"\n')).toThrow(
    "evs.suspect_timeout: expected a duration like PT5S, found '5'",
  );
});
