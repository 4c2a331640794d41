/** What of an output stream decides what may be done with it. */
interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** Whether a person reads along: a terminal, and not one that a build server feigns. */
export const isAttended = ({ isTTY }: Output, { CI: ci = '' }: NodeJS.ProcessEnv): boolean =>
  isTTY === true && ['', '0', 'false'].includes(ci);

/** Whether what is drawn can be drawn anew in its place: where a person reads along, on a terminal that can. */
export function mayRedraw(output: Output, env: NodeJS.ProcessEnv): boolean {
  const { columns = 0, rows = 0 } = output;
  return isAttended(output, env) && env['TERM'] !== 'dumb' && columns > 0 && rows > 0;
}
