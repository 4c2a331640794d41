import type Docker from 'dockerode';
import { HarnessError } from '../core/errors.ts';

/** One message of a pull, a build or an import. */
export interface EngineMessage {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly error?: string;
}

export interface FollowOptions {
  readonly onMessage?: (message: EngineMessage) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Follows a long job of the engine to its end; rejects with the engine's words if it failed. */
export function follow(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  { onMessage = () => undefined, signal }: FollowOptions = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    docker.modem.followProgress(
      stream,
      (error, messages: readonly EngineMessage[]) => {
        const failure = error?.message ?? messages.find((message) => message.error)?.error;
        if (failure === undefined) resolve();
        else reject(new HarnessError('ENGINE_JOB', failure, { hint: 'Run `blackstart doctor`.' }));
      },
      onMessage,
    );
  });
}
