import { connect } from 'node:net';
import type { AttachedProject } from '../../core/attached-project.ts';
import { codeOf, messageOf } from '../../core/errors.ts';
import type {
  Client,
  LaneOptions,
  Outcome,
  Vocabulary,
  WorkloadSettings,
} from '../../core/system.ts';
import {
  type Destination,
  type Door,
  destinationOf,
  doorsOf,
  type Nowhere,
} from './destination.ts';

/**
 * Connects to a port of a project and hangs up: each operation on a connection of its own, so that one
 * that hangs holds up no other. Nothing is sent.
 */
export const connects = (project: AttachedProject): Vocabulary => ({
  refuses: (settings) => {
    const asked = askedOf(settings, project);
    return 'because' in asked ? asked.because : undefined;
  },
  prepare: async () => undefined,
  open: (machines, { clock, lane, timeoutMs, settings }) => {
    const asked = askedOf(settings, project);
    if ('because' in asked) throw new RangeError(asked.because);
    return clientOf(doorsOf(asked, machines, lane), { clock, timeoutMs });
  },
});

function askedOf({ port }: WorkloadSettings, project: AttachedProject): Destination | Nowhere {
  const [, host = '', number] = String(port).match(/^(.+):(\d+)$/) ?? [];
  return destinationOf({ host, port: Number(number) }, project);
}

type Patience = Pick<LaneOptions, 'clock' | 'timeoutMs'>;

/** Tries the next door where one did not let it in. */
function clientOf(doors: readonly Door[], patience: Patience): Client {
  let attempts = 0;
  return {
    invoke: async () => {
      const door = doors[attempts % doors.length];
      if (door === undefined) throw new RangeError('a client needs a door');
      const outcome = await knock(door, patience);
      if (outcome.type !== 'ok') attempts += 1;
      return outcome;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Nobody can have accepted then. */
const DEFINITE: readonly string[] = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'];

function knock(
  { name: machine, address, port }: Door,
  { clock, timeoutMs }: Patience,
): Promise<Outcome> {
  return new Promise((settle) => {
    const socket = connect({ host: address, port });
    const end = (outcome: Outcome) => {
      inTime();
      socket.destroy();
      settle(outcome);
    };
    const inTime = clock.alarm(timeoutMs, () => {
      const message = `no connection within ${timeoutMs} ms`;
      end({ type: 'info', machine, error: { code: 'NO_ANSWER', message } });
    });
    socket.once('connect', () => end({ type: 'ok', machine }));
    socket.on('error', (thrown) => {
      const code = codeOf(thrown);
      const type = DEFINITE.includes(code) ? 'fail' : 'info';
      end({ type, machine, error: { code, message: messageOf(thrown) } });
    });
  });
}
