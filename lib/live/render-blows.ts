import { UNTIL_HEALED_MS } from '../core/fault.ts';
import { type Line, type Span, span } from './line.ts';
import { type Ranked, ranks } from './ranked.ts';
import type { BlowStage, BlowState } from './state.ts';
import { formatPassing } from './words.ts';

/** Of blows that are over, and of those to come, so many are shown; the others are counted. */
const SHOWN = 3;

/** The schedule around this moment: what is over, what is in force, what comes next. */
export function renderBlows(blows: readonly BlowState[]): readonly Ranked[] {
  const over = blows.filter(({ stage }) => timeOf(stage) === 'over');
  const underWay = blows.filter(({ stage }) => timeOf(stage) === 'under way');
  const toCome = blows.filter(({ stage }) => timeOf(stage) === 'to come');
  const longOver = over.length - SHOWN;
  return [
    ...(longOver > 0 ? [counted(`${longOver} more blows before`, ranks.blowOver)] : []),
    ...over.slice(-SHOWN).map((blow) => ({ line: lineOf(blow), rank: ranks.blowOver })),
    ...underWay.map((blow) => ({ line: lineOf(blow), rank: ranks.blowUnderWay })),
    ...toCome.slice(0, SHOWN).map((blow) => ({ line: lineOf(blow), rank: ranks.blowToCome })),
    ...(toCome.length > SHOWN
      ? [counted(`${toCome.length - SHOWN} more blows to come`, ranks.blowToCome)]
      : []),
  ];
}

const counted = (words: string, rank: number): Ranked => ({
  line: [span(`   … ${words}`, 'dim')],
  rank,
});

function timeOf({ is }: BlowStage): 'over' | 'under way' | 'to come' {
  switch (is) {
    case 'healed':
    case 'met nobody':
    case 'withheld':
      return 'over';
    case 'falling':
    case 'in force':
      return 'under way';
    case 'to come':
    case 'after recovery':
      return 'to come';
  }
}

function lineOf({ number, fault, whom, stage, proven }: BlowState): Line {
  const [sign, words] = saying(stage);
  const doubt = proven === 'no' ? [span('  ? not proven', 'attention')] : [];
  return [sign, span(`  ${number}  ${fault} at ${whom}: `), span(words, sign.look), ...doubt];
}

function saying(stage: BlowStage): readonly [Span, string] {
  switch (stage.is) {
    case 'to come':
      return [span('·', 'dim'), inWords(stage)];
    case 'after recovery':
      return [span('·', 'dim'), 'after recovery'];
    case 'falling':
      return [span('▶', 'attention'), `falling for ${formatPassing(stage.forMs)}`];
    case 'in force': {
      const { forMs, healsInMs } = stage;
      const isOpen = forMs + healsInMs >= UNTIL_HEALED_MS;
      const then = isOpen
        ? 'until it is healed'
        : healsInMs > 0
          ? `heals in ${formatPassing(healsInMs)}`
          : 'being healed';
      return [span('▶', 'attention'), `in force for ${formatPassing(forMs)}, ${then}`];
    }
    case 'healed':
      return [
        span('✓', 'dim'),
        `lasted ${formatPassing(stage.lastedMs)}, healed ${formatPassing(stage.agoMs)} ago`,
      ];
    case 'met nobody':
      return [span('?', 'attention'), 'met nobody'];
    case 'withheld':
      return [span('–', 'attention'), 'did not fall: not well before it'];
  }
}

function inWords({ atMs, inMs }: Extract<BlowStage, { is: 'to come' }>): string {
  if (inMs === undefined) return `${formatPassing(atMs)} into chaos`;
  return inMs > 0 ? `in ${formatPassing(inMs)}` : 'any moment';
}
