import { expect, test } from 'vitest';
import { isInUse, isSound, serversIn } from './stats.ts';

const CSV = `# pxname,svname,qcur,status,weight,
public,FRONTEND,,OPEN,,
web,edge-1,0,UP,1,
web,edge-2,0,UP 1/3,1,
web,edge-3,0,DOWN,1,
web,BACKEND,0,UP,2,
stats,FRONTEND,,OPEN,,
`;

test('the servers of HAProxy’s statistics, without the sums of them', () => {
  expect(serversIn(CSV)).toEqual([
    { name: 'edge-1', status: 'UP' },
    { name: 'edge-2', status: 'UP 1/3' },
    { name: 'edge-3', status: 'DOWN' },
  ]);
});

test('a server on its way down is still in use, and sound no more', () => {
  const servers = serversIn(CSV);
  expect(servers.map(isInUse)).toEqual([true, true, false]);
  expect(servers.map(isSound)).toEqual([true, false, false]);
});

test('a server that is not checked counts as sound, for nobody knows', () => {
  expect(isSound({ name: 'edge-1', status: 'no check' })).toBe(true);
});

test('what are no statistics is refused', () => {
  expect(() => serversIn('<html>')).toThrow("expected HAProxy's statistics, found '<html>'");
});
