/**
 * For how long a client of Keystone waits for an answer, ms; what is later than its deadline is not
 * good all the same. OpenStack's services wait without end (keystoneauth has no timeout by default). One that gives up after
 * a second and asks again makes a slow Keystone work for nobody: seven requests a second, each of 60 ms, then kept two busy
 * processors from answering any in time, for good.
 */
export const PATIENCE_MS = 5_000;
