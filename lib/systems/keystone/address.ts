import type { Endpoint } from '../../core/http-connection.ts';

/** A host, or `host:port`, as a place to connect to. */
export function endpointAt(address: string, port: number, name = address): Endpoint {
  const [host = '', own] = address.split(':');
  return { name, address: host, port: own === undefined ? port : Number(own) };
}
