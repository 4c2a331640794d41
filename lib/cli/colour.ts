/** Whether a stream is to get colours: a terminal, unless NO_COLOR (no-color.org) says no. */
export function useColour(stream: NodeJS.WriteStream): 'yes' | 'no' {
  const { NO_COLOR: noColour, FORCE_COLOR: force } = process.env;
  if (noColour) return 'no';
  return force || stream.isTTY === true ? 'yes' : 'no';
}
