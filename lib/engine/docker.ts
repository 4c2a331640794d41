import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { monotonicClock } from '../core/clock.ts';
import { messageOf } from '../core/errors.ts';
import { within } from '../core/within.ts';
import type { Endpoint } from './endpoint.ts';

const ANSWER_WITHIN_MS = 5_000;

/** A client for an endpoint; testcontainers is pointed to the same one. */
export function connectDocker({ host, certificates }: Endpoint): Docker {
  process.env['DOCKER_HOST'] = host;
  if (certificates !== undefined) {
    process.env['DOCKER_TLS_VERIFY'] = '1';
    process.env['DOCKER_CERT_PATH'] = certificates;
  }
  // Its reaper needs an image from a registry. Our own sweep does not.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  return new Docker(connection(host, certificates));
}

function connection(host: string, certificates: string | undefined): Docker.DockerOptions {
  const local = host.match(/^(?:unix|npipe):\/\/(.+)$/)?.[1];
  if (local !== undefined) return { socketPath: local };
  const { protocol, hostname, port, username } = new URL(host);
  if (protocol === 'ssh:') {
    const agent = process.env['SSH_AUTH_SOCK'];
    const options = { protocol: 'ssh' as const, host: hostname, port: port || '22', username };
    return agent === undefined ? options : { ...options, sshOptions: { agent } };
  }
  const tls = certificates === undefined ? {} : tlsFiles(certificates);
  const secure = certificates !== undefined || protocol === 'https:';
  return {
    protocol: secure ? 'https' : 'http',
    host: hostname,
    port: port || (secure ? '2376' : '2375'),
    ...tls,
  };
}

function tlsFiles(folder: string): { ca: Buffer; cert: Buffer; key: Buffer } {
  const read = (name: string) => readFileSync(join(folder, name));
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}

/** Whether an engine answers, or in its own words why not. */
export async function ping(
  docker: Docker,
): Promise<{ readonly answers: boolean; readonly why: string }> {
  const answer = await within(
    monotonicClock,
    ANSWER_WITHIN_MS,
    docker.ping().then(
      () => ({ answers: true, why: 'it answers' }),
      (error: unknown) => ({ answers: false, why: messageOf(error) }),
    ),
  );
  return answer === 'late'
    ? { answers: false, why: `no answer within ${ANSWER_WITHIN_MS / 1_000} s` }
    : answer.value;
}
