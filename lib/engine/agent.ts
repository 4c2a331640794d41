import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { monotonicClock } from '../core/clock.ts';
import { HarnessError } from '../core/errors.ts';
import { between, type Instant } from '../core/instant.ts';
import { inTime } from '../core/within.ts';
import { demultiplex } from './demultiplex.ts';

/** Any answer that is not there after this long is never waited for. */
const ANSWER_WITHIN_MS = 40_000;
const START_WITHIN_MS = 10_000;

/** What a program that the agent ran came to. */
export interface ProgramResult {
  readonly exitCode: number;
  readonly output: string;
}

/** A resident process in a container, that carries out orders within a millisecond: agent.c. */
export interface Agent extends Disposable {
  /** nftables commands in one transaction, not before a clock time. */
  nft(commands: string, options?: { readonly notBefore?: number | undefined }): Promise<Instant>;
  /** Runs a program to its end; words without blanks. */
  exec(words: readonly string[]): Promise<ProgramResult>;
  /** Starts a program that says `ready`, under a name; resolves when it has said so. */
  spawn(name: string, words: readonly string[]): Promise<void>;
  /** Ends what was spawned under this name; exit code 0 where there is none. */
  end(name: string): Promise<ProgramResult>;
  /** A reflink copy of a file. */
  clone(from: string, to: string): Promise<Instant>;
  /** One write of a text without line breaks. */
  write(path: string, text: string): Promise<void>;
  /** Any other order; its answer as it came. */
  order(verb: string, ...words: readonly (string | number)[]): Promise<unknown>;
}

const spanSchema = z.object({ from: z.number(), to: z.number() });
const resultSchema = z.object({ exitCode: z.number(), output: z.string() });

/** Clock time of a kernel time in nanoseconds. */
const clockTime = (nanoseconds: number): number => nanoseconds / 1e6;

/** What an agent listens to, and what is to be done once it has ended. */
export interface AgentOptions {
  readonly hearingPort?: number;
  /** A script for the shell of its container: also where the harness has been killed. */
  readonly finally?: string;
}

/** Starts the agent in a container; it ends with its stream, so with the harness. */
export async function startAgent(
  docker: Docker,
  container: Docker.Container,
  { hearingPort, finally: script }: AgentOptions = {},
): Promise<Agent> {
  const words = ['agent', ...(hearingPort === undefined ? [] : ['--hear', String(hearingPort)])];
  const command = script === undefined ? words : ['sh', '-c', `${words.join(' ')}\n${script}`];
  const stream = await openStream(container, command);
  const orders = followAnswers(docker, stream);
  await inTime(monotonicClock, orders.ready, START_WITHIN_MS, 'the agent to be ready');
  const order = (verb: string, ...words: readonly (string | number)[]) =>
    inTime(monotonicClock, orders.give(verb, words), ANSWER_WITHIN_MS, `the agent's ${verb}`);
  const span = async (answer: Promise<unknown>): Promise<Instant> => {
    const { from, to } = spanSchema.parse(await answer);
    return between(clockTime(from), clockTime(to));
  };
  return {
    order,
    nft: (commands, { notBefore = 0 } = {}) =>
      span(order('nft', Math.round(notBefore * 1e6), commands.replaceAll('\n', ' '))),
    exec: async (words) => resultSchema.parse(await order('exec', ...words)),
    spawn: async (name, words) => {
      await order('spawn', name, ...words);
    },
    end: async (name) => resultSchema.parse(await order('end', name)),
    clone: (from, to) => span(order('clone', from, to)),
    write: async (path, text) => {
      await order('write', path, text);
    },
    [Symbol.dispose]: () => stream.destroy(),
  };
}

async function openStream(container: Docker.Container, words: readonly string[]): Promise<Duplex> {
  const process = await container.exec({
    Cmd: [...words],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  return await process.start({ hijack: true, stdin: true });
}

interface Orders {
  readonly ready: Promise<void>;
  give(verb: string, words: readonly (string | number)[]): Promise<unknown>;
}

/** Numbers orders and brings each its answer; all that are open fail when the stream ends. */
function followAnswers(docker: Docker, stream: Duplex): Orders {
  const open = new Map<string, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<void>();
  const said: string[] = [];
  let number = 0;
  let ended: Error | undefined;
  const end = () => {
    ended = new HarnessError(
      'AGENT',
      `the agent of a machine ended: ${said.join('; ') || 'no word'}`,
      {
        hint: 'Run `blackstart doctor`; the engine may have been stopped.',
      },
    );
    ready.reject(ended);
    for (const { reject } of open.values()) reject(ended);
    open.clear();
  };
  ready.promise.catch(() => 'told by whoever waits for it');
  stream.once('close', end);
  stream.once('end', end);
  stream.once('error', end);
  const onLine = (line: string) => {
    const [, id, kind, answer = ''] = line.match(/^(\d+) (ok|error) (.*)$/s) ?? [];
    const waiting = id === undefined ? undefined : open.get(id);
    if (line === 'ready') ready.resolve();
    else if (id === undefined || waiting === undefined) said.push(line);
    else if (kind === 'ok') waiting.resolve(JSON.parse(answer));
    else waiting.reject(new HarnessError('AGENT', answer, { hint: 'Run `blackstart doctor`.' }));
    if (id !== undefined) open.delete(id);
  };
  for (const output of demultiplex(docker, stream)) {
    createInterface({ input: output }).on('line', onLine);
  }
  return {
    ready: ready.promise,
    give: (verb, words) => {
      if (ended !== undefined) return Promise.reject(ended);
      number += 1;
      const answer = Promise.withResolvers<unknown>();
      open.set(String(number), answer);
      stream.write(`${[number, verb, ...words].join(' ')}\n`);
      return answer.promise;
    },
  };
}
