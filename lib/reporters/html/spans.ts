/** How a stretch is drawn. */
type Look =
  | 'primary'
  | 'replica'
  | 'neither'
  | 'up'
  | 'unreachable'
  | 'full'
  | 'reduced'
  | 'blow'
  | 'cure';

/** A stretch of time in which one thing was said; `look` decides how it is drawn. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly look: Look;
  readonly label: string;
}

export type Sample = Omit<Span, 'from' | 'to'> & { readonly t: number };

export interface SpanOptions {
  /** Pause between two samples. */
  readonly everyMs: number;
  /** A healthy stretch shorter than this is left out: no pixel of a long run would show it. */
  readonly shortestMs: number;
}

/** Longer silence than this is shown as not observed. */
const SILENCE_MS = 5_000;

/** Samples in order of time, joined while they say the same; each holds until the next. */
export function spansOf(samples: readonly Sample[], options: SpanOptions): readonly Span[] {
  const silenceMs = Math.max(SILENCE_MS, 3 * options.everyMs);
  const each = samples.map(({ t, look, label }, i) => {
    const next = samples[i + 1]?.t ?? Number.POSITIVE_INFINITY;
    return { from: t, to: next - t > silenceMs ? t + options.everyMs : next, look, label };
  });
  const spans = join(each, (last, next) => last.label === next.label);
  if (options.shortestMs === 0) return spans;
  return join(spans, (last, next) => last.label === next.label || isBrief(next, options));
}

function isBrief({ from, to, look }: Span, { shortestMs }: SpanOptions): boolean {
  return to - from < shortestMs && look !== 'unreachable' && look !== 'reduced';
}

/** Lets a span go on over the next one where they touch and `absorbs` says so. */
function join(spans: readonly Span[], absorbs: (last: Span, next: Span) => boolean): Span[] {
  const joined: Span[] = [];
  for (const next of spans) {
    const last = joined.at(-1);
    if (last !== undefined && last.to === next.from && absorbs(last, next)) {
      joined[joined.length - 1] = { ...last, to: next.to };
    } else joined.push(next);
  }
  return joined;
}
