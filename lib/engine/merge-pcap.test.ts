import { expect, test } from 'vitest';
import { countPackets, mergePcap } from './merge-pcap.ts';

/** The header of a file of Ethernet frames, as tcpdump writes it. */
const header = Buffer.from(
  'd4c3b2a1020004000000000000000000000004000100000000'.slice(0, 48),
  'hex',
);

function packet(seconds: number, micros: number, text: string): Buffer {
  const head = Buffer.alloc(16);
  head.writeUInt32LE(seconds, 0);
  head.writeUInt32LE(micros, 4);
  head.writeUInt32LE(text.length, 8);
  head.writeUInt32LE(text.length, 12);
  return Buffer.concat([head, Buffer.from(text)]);
}

test('packets of several captures come in the order of time, under one header', () => {
  const [first, second, third] = [packet(7, 5, 'a'), packet(7, 6, 'bb'), packet(8, 0, 'ccc')];
  const merged = mergePcap([
    Buffer.concat([header, first, third]),
    Buffer.concat([header, second]),
    header,
  ]);
  expect(merged).toEqual(Buffer.concat([header, first, second, third]));
  expect(countPackets(merged)).toBe(3);
});

test('a capture that was cut off ends at its last whole packet', () => {
  const whole = packet(7, 5, 'a');
  const cut = Buffer.concat([header, whole, packet(8, 0, 'ccc').subarray(0, 17)]);
  expect(mergePcap([cut])).toEqual(Buffer.concat([header, whole]));
  expect(countPackets(cut)).toBe(1);
});

test('nothing that was captured is nothing', () => {
  expect(mergePcap([Buffer.alloc(0)])).toHaveLength(0);
  expect(countPackets(Buffer.alloc(0))).toBe(0);
});

test('what is no capture is not taken for one', () => {
  expect(() => mergePcap([Buffer.alloc(24)])).toThrow('tcpdump');
});
