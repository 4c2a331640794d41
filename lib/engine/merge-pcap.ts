const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;

/** As tcpdump writes it where the processor is little-endian: times in seconds and microseconds. */
const MAGIC = 0xa1b2c3d4;

interface Packet {
  readonly micros: number;
  readonly bytes: Buffer;
}

/** Captures of one kind of link as one, in the order of time; one that was cut off ends at its last whole packet. */
export function mergePcap(captures: readonly Buffer[]): Buffer {
  const sound = captures.filter((one) => one.length >= FILE_HEADER_BYTES);
  const [header] = sound.map((one) => one.subarray(0, FILE_HEADER_BYTES));
  if (header === undefined) return Buffer.alloc(0);
  if (header.readUInt32LE(0) !== MAGIC)
    throw new RangeError('expected a capture as tcpdump has it');
  const packets = sound.flatMap(packetsOf).toSorted((one, other) => one.micros - other.micros);
  return Buffer.concat([header, ...packets.map(({ bytes }) => bytes)]);
}

/** How many packets a capture holds. */
export const countPackets = (capture: Buffer): number =>
  capture.length < FILE_HEADER_BYTES ? 0 : packetsOf(capture).length;

function packetsOf(capture: Buffer): readonly Packet[] {
  const packets: Packet[] = [];
  for (let at = FILE_HEADER_BYTES; at + RECORD_HEADER_BYTES <= capture.length; ) {
    const end = at + RECORD_HEADER_BYTES + capture.readUInt32LE(at + 8);
    if (end > capture.length) break;
    const micros = capture.readUInt32LE(at) * 1e6 + capture.readUInt32LE(at + 4);
    packets.push({ micros, bytes: capture.subarray(at, end) });
    at = end;
  }
  return packets;
}
