import { expect, test } from 'vitest';
import { clientPort } from './client-port.ts';

const alone = (ofNetwork: readonly number[]) => ({ ofNetwork, isAlone: true });
const beside = (ofNetwork: readonly number[]) => ({ ofNetwork, isAlone: false });

test('clients use what is declared and listened at, before what is only listened at', () => {
  expect(clientPort({ ports: [80, 8080] }, [22, 8080], alone([]))).toBe(8080);
  expect(clientPort({ ports: [80] }, [22, 8080], alone([]))).toBe(22);
});

test('a port that is only declared is none', () => {
  expect(clientPort({ ports: [80] }, [], alone([80]))).toBeUndefined();
  expect(clientPort({ ports: [80] }, undefined, alone([]))).toBeUndefined();
});

test('where nobody can see whose a port is, it is that of who is alone, or of who declares it', () => {
  expect(clientPort({ ports: [] }, undefined, alone([7000]))).toBe(7000);
  expect(clientPort({ ports: [] }, undefined, beside([7000]))).toBeUndefined();
  expect(clientPort({ ports: [7000] }, undefined, beside([7000]))).toBe(7000);
});
