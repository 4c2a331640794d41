import type { RegisterOperation, RegisterValue } from './operation.ts';

/**
 * What a register can hold after all that happened, over every legal order of every choice of
 * what may have happened: the definition itself (Herlihy & Wing 1990), to hold the
 * search against. Empty if there is no order. For a dozen operations of one key at most.
 */
export function finalValues(operations: readonly RegisterOperation[]): ReadonlySet<RegisterValue> {
  const found = new Set<RegisterValue>();
  const visit = (left: readonly RegisterOperation[], value: RegisterValue) => {
    if (left.every((operation) => !happened(operation))) found.add(value);
    for (const operation of left) {
      const others = left.filter((other) => other !== operation);
      if (others.some((other) => precedes(other, operation))) continue;
      const next = apply(operation, value);
      if (next !== 'illegal') visit(others, next);
    }
  };
  visit(
    operations.filter(({ outcome }) => outcome !== 'fail'),
    null,
  );
  return found;
}

const happened = ({ outcome }: RegisterOperation): boolean => outcome === 'ok';

const precedes = (one: RegisterOperation, other: RegisterOperation): boolean =>
  happened(one) && one.settledAt < other.invokedAt;

function apply(operation: RegisterOperation, held: RegisterValue): RegisterValue | 'illegal' {
  if (operation.f === 'write') return operation.value;
  if (operation.f === 'read') {
    const tells = happened(operation) && operation.output !== undefined;
    return tells && operation.output !== held ? 'illegal' : held;
  }
  const [expected, next] = operation.value;
  const matches = held === expected;
  const saidSo = operation.output !== 'mismatch';
  if (happened(operation) && matches !== saidSo) return 'illegal';
  return matches ? next : held;
}
