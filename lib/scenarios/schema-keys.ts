import { z } from 'zod';
import type { Path } from './problem.ts';

/** Which keys a schema knows at a place of a document. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  const places = path.reduce<readonly z.core.$ZodType[]>(
    (at, part) => at.flatMap((one) => inside(one, part)),
    plain(schema),
  );
  return [
    ...new Set(places.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : []))),
  ];
}

/** What is at one key or position. */
function inside(schema: z.core.$ZodType, part: string | number): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return plain(schema.element);
  if (schema instanceof z.ZodRecord) return plain(schema.valueType);
  if (!(schema instanceof z.ZodObject)) return [];
  const next: z.core.$ZodType | undefined = schema.shape[part];
  return next === undefined ? [] : plain(next);
}

/** Without what only wraps it; every branch of a union. */
function plain(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(plain);
  if (schema instanceof z.ZodPipe) return plain(schema.in);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodExactOptional ||
    schema instanceof z.ZodReadonly
  ) {
    return plain(schema.unwrap());
  }
  return [schema];
}
