import { expect, test } from 'vitest';
import { firstComplaint } from './complaint.ts';

test('a node’s first complaint is told, not the crash reports that follow', () => {
  const lines = [
    '2026-11-21 20:56:52.1+00:00 [info] <0.1.0> list of feature flags found',
    '2026-11-21 20:56:52.2+00:00 [error] <0.132.0> ',
    '2026-11-21 20:56:52.3+00:00 [error] <0.132.0> there is no setting with that name.',
    '2026-11-21 20:56:53.3+00:00 [error] <0.130.0>   crasher:',
  ];
  expect(firstComplaint(lines)).toBe('there is no setting with that name.');
  expect(firstComplaint(lines.slice(0, 1))).toBeUndefined();
});

test('what a boot failed of is told, not that it did', () => {
  const refused =
    'Error during startup: {error,<<"[{ha-mode,all}] are not recognised policy settings (//ha-all)">>}';
  const lines = ['', 'BOOT FAILED', '===========', refused].map(
    (text) => `2026-11-22 00:26:36.744518+00:00 [error] <0.502.0> ${text}`,
  );
  expect(firstComplaint(lines)).toBe(refused);
});
