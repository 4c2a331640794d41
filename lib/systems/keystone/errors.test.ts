import { expect, test } from 'vitest';
import { classifyAnswer, classifyError, notSent } from './errors.ts';

const keystones = { 'x-openstack-request-id': 'req-1' };

test.each([400, 401, 403])('%i of Keystone: nothing was written', (status) => {
  expect(classifyAnswer({ status, headers: keystones })).toMatchObject({
    type: 'fail',
    error: { code: `HTTP_${status}` },
  });
});

test.each([500, 409, 404, 503])('%i of Keystone: it may have been', (status) => {
  expect(classifyAnswer({ status, headers: keystones })).toEqual({
    type: 'info',
    error: { code: `HTTP_${status}`, message: 'said by Keystone' },
  });
});

test('503 of a proxy: no Keystone has had the request', () => {
  expect(classifyAnswer({ status: 503, headers: {} })).toMatchObject({
    type: 'fail',
    error: { code: 'HTTP_503', message: expect.stringMatching(/^HAProxy/) },
  });
});

test.each([401, 500, 502, 504])('%i of a proxy proves nothing', (status) => {
  expect(classifyAnswer({ status, headers: {} })).toEqual({
    type: 'info',
    error: { code: `HTTP_${status}`, message: 'said by who is in front of it' },
  });
});

test('an error tells whether there was a connection', () => {
  const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  expect(classifyError(reset)).toEqual({
    type: 'info',
    error: { code: 'ECONNRESET', message: 'socket hang up' },
  });
  expect(notSent(reset)).toEqual({
    type: 'fail',
    error: { code: 'NOT_SENT', message: 'no connection: socket hang up' },
  });
});
