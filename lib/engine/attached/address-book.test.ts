import { expect, test } from 'vitest';
import { AddressBook } from './address-book.ts';

const front = (address: string) => ({ network: 'front', address });
const back = (address: string) => ({ network: 'back', address });

function book(): AddressBook {
  const made = new AddressBook();
  made.note('web', [front('10.0.1.2'), back('10.0.2.2')]);
  made.note('db', [back('10.0.2.3')]);
  made.note('proxy', [front('10.0.1.4'), front('fd00::4')]);
  return made;
}

test('one is found where the other can find it: in a network that both are in', () => {
  expect(book().addressFrom('db', 'web')).toBe('10.0.2.2');
  expect(book().addressFrom('proxy', 'web')).toBe('10.0.1.2');
  expect(book().addressFrom('proxy', 'db')).toBeUndefined();
});

test('whatever address it is heard by, it is one machine', () => {
  expect(book().nameOf('10.0.2.2')).toBe('web');
  expect(book().addressOf('web')).toBe('10.0.1.2');
  expect(book().nameOf('10.0.9.9')).toBeUndefined();
});

test('rules are about every address, of both versions', () => {
  expect(book().addresses.get('proxy')).toEqual(['10.0.1.4', 'fd00::4']);
});

test('one that does not run is where it was; one that came back elsewhere is news', () => {
  const known = book();
  expect(known.note('db', [])).toBe(false);
  expect(known.addressOf('db')).toBe('10.0.2.3');
  expect(known.note('db', [back('10.0.2.3')])).toBe(false);
  expect(known.note('db', [back('10.0.2.7')])).toBe(true);
  expect(known.addresses.get('db')).toEqual(['10.0.2.7']);
});
