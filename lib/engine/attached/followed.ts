import type Docker from 'dockerode';
import type { AttachedService } from '../../core/attached-project.ts';
import { monotonicClock } from '../../core/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { type Following, followLogs } from '../service-logs.ts';

/** Follows what a container writes from now on, over all its lives. */
export function followed(
  docker: Docker,
  found: AttachedService,
  onLine: (line: string) => void,
): { readonly seen: (info: Docker.ContainerInspectInfo) => void } {
  const container = docker.getContainer(found.container);
  let following: Promise<Following | undefined> | undefined;
  let since = monotonicClock.wallTime() / 1_000;
  const follow = (): Promise<Following | undefined> =>
    followLogs({ docker, container, since, onLine, terminal: found.terminal }).catch(
      (error: unknown) => {
        onLine(`(its log can't be followed: ${messageOf(error)})`);
        return undefined;
      },
    );
  return {
    seen: ({ State: state }) => {
      if (!state.Running || following !== undefined) return;
      following = follow();
      void following.then(async (one) => {
        await one?.ended;
        since = monotonicClock.wallTime() / 1_000;
        // One that can't be followed is not tried again.
        if (one !== undefined) following = undefined;
      });
    },
  };
}
