import type { Agent } from '../agent.ts';

/** Devices with an address, loopback aside: `2: eth0    inet 172.18.0.2/16 ...`, as ip(8) lists them. */
export async function devicesOf(agent: Agent): Promise<readonly string[]> {
  const { output } = await agent.exec(['ip', '-o', 'address', 'show', 'scope', 'global']);
  const names = [...output.matchAll(/^\d+: (\S+)/gm)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => name !== 'lo');
}

/** `LISTEN 0 511 0.0.0.0:8080 0.0.0.0:*`, as ss(8) lists them. */
export async function listeningAt(agent: Agent | undefined): Promise<readonly number[]> {
  if (agent === undefined) return [];
  const { output } = await agent.exec(['ss', '-Hltn']);
  const ports = output.split('\n').flatMap((line) => {
    const [, address = '', port] = line.match(/^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s/) ?? [];
    const isLocal = address.startsWith('127.') || address === '[::1]';
    return port === undefined || isLocal ? [] : [Number(port)];
  });
  return [...new Set(ports)].toSorted((one, other) => one - other);
}
