import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HarnessError, UsageError } from '../core/errors.ts';

/** Which Docker Engine to talk to, and who said so. */
export interface Endpoint {
  readonly source: string;
  /** As in DOCKER_HOST: unix:///..., tcp://..., ssh://..., npipe://... */
  readonly host: string;
  /** Folder with ca.pem, cert.pem and key.pem; undefined for an endpoint without TLS. */
  readonly certificates: string | undefined;
  /** Whether somebody chose it: then nothing is installed in its place. */
  readonly explicit: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const DEFAULT_SOCKET = '/var/run/docker.sock';

/** The engine that DOCKER_HOST, DOCKER_CONTEXT or the current context names, else the default one. */
export function resolveEndpoint(env: Environment): Endpoint {
  const host = env['DOCKER_HOST'];
  if (host) {
    const certificates = env['DOCKER_TLS_VERIFY']
      ? (env['DOCKER_CERT_PATH'] ?? dockerFolder(env))
      : undefined;
    return { source: 'DOCKER_HOST', host: checkHost(host), certificates, explicit: true };
  }
  const context = env['DOCKER_CONTEXT'] || currentContext(env);
  if (context !== undefined && context !== 'default') return contextEndpoint(context, env);
  const rootless = join(env['XDG_RUNTIME_DIR'] ?? '/nonexistent', 'docker.sock');
  const socket = !existsSync(DEFAULT_SOCKET) && existsSync(rootless) ? rootless : DEFAULT_SOCKET;
  return {
    source: 'default socket',
    host: `unix://${socket}`,
    certificates: undefined,
    explicit: false,
  };
}

function checkHost(host: string): string {
  if (/^(unix|tcp|ssh|npipe|http|https):\/\/./.test(host)) return host;
  throw new UsageError(
    `DOCKER_HOST: expected unix://, tcp://, ssh:// or npipe://, found '${host}'`,
    {
      hint: `For example DOCKER_HOST=unix://${DEFAULT_SOCKET}; or unset it.`,
    },
  );
}

const dockerFolder = (env: Environment): string =>
  env['DOCKER_CONFIG'] ?? join(homedir(), '.docker');

function currentContext(env: Environment): string | undefined {
  const file = join(dockerFolder(env), 'config.json');
  if (!existsSync(file)) return undefined;
  const name = fieldOf(readJson(file), 'currentContext');
  return typeof name === 'string' ? name : undefined;
}

/** Contexts lie under contexts/meta and contexts/tls, in folders named by the hash of their name. */
function contextEndpoint(name: string, env: Environment): Endpoint {
  const id = createHash('sha256').update(name).digest('hex');
  const contexts = join(dockerFolder(env), 'contexts');
  const meta = join(contexts, 'meta', id, 'meta.json');
  const host = existsSync(meta)
    ? fieldOf(fieldOf(fieldOf(readJson(meta), 'Endpoints'), 'docker'), 'Host')
    : undefined;
  if (typeof host !== 'string') {
    throw new HarnessError('NO_CONTEXT', `Docker context '${name}' is not described in ${meta}`, {
      hint: 'See `docker context ls`; choose one with `docker context use` or DOCKER_CONTEXT.',
    });
  }
  const tls = join(contexts, 'tls', id, 'docker');
  return {
    source: `context ${name}`,
    host,
    certificates: existsSync(tls) ? tls : undefined,
    explicit: true,
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new HarnessError('DOCKER_CONFIG', `${file}: expected JSON that can be read`, {
      hint: 'Repair or remove the file, or set DOCKER_HOST.',
      cause,
    });
  }
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
