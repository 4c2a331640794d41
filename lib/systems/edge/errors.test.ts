import { expect, test } from 'vitest';
import { classifyError, classifyStatus } from './errors.ts';

test('503 of HAProxy itself: certainly not served', () => {
  expect(classifyStatus(503, null)).toMatchObject({ type: 'fail', error: { code: 'HTTP_503' } });
});

test.each([502, 504, 500])('%i of HAProxy: it may have been served', (status) => {
  expect(classifyStatus(status, null).type).toBe('info');
});

test('503 of a backend proves nothing', () => {
  expect(classifyStatus(503, 'edge-1')).toEqual({
    type: 'info',
    error: { code: 'HTTP_503', message: 'said by edge-1' },
  });
});

test('whatever breaks on an open connection may have been served', () => {
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  expect(classifyError(reset)).toEqual({
    type: 'info',
    error: { code: 'ECONNRESET', message: 'socket hang up' },
  });
  expect(classifyError('what').error.code).toBe('UNKNOWN');
});
