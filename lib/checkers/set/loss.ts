import { lossShape } from '../loss-shape.ts';
import { type Bits, combine, countBits, firstBits, indexesOf, lastIndexOf } from './bits.ts';
import { countedBits, elementAt } from './counted-bits.ts';
import type { Elements } from './elements.ts';
import type { Finals } from './finals.ts';
import type { Loss } from './types.ts';

/** Acknowledged elements that final reads lack, as the measure `lost-writes` has it. */
export function lossIn({ reads, anywhere, lost }: Finals, elements: Elements): Loss {
  const acknowledged = firstBits(elements.acknowledged, elements.size);
  const perRead = reads.map(({ read: { machine, pass, evidence }, present }) => {
    const gone = combine(acknowledged, present, (sent, held) => sent & ~held);
    return { machine, pass, evidence, count: countBits(gone), shape: shapeOf(gone, elements) };
  });
  return {
    ...countedBits(lost, (index) => ({
      ...elementAt(elements, index),
      acknowledgedAt: elements.acknowledgedAt[index] ?? Number.NaN,
    })),
    everywhere: countBits(combine(lost, anywhere, (gone, held) => gone & ~held)),
    shape: shapeOf(lost, elements),
    perRead: perRead.filter(({ count }) => count > 0),
  };
}

function shapeOf(gone: Bits, { acknowledged }: Elements) {
  const first = indexesOf(gone).next().value ?? -1;
  return lossShape({ count: countBits(gone), first, last: lastIndexOf(gone) }, acknowledged);
}
