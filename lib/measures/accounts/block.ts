import { account } from './account.ts';
import { objectsAnswers } from './objects.ts';
import { blockSchema, type ObjectsRecords, openObjects } from './objects-records.ts';

/**
 * What blocks of a block device make of the questions: each is an object that is overwritten in
 * place. A write that was acknowledged unflushed counts as acknowledged: who asked for that believed
 * it, and what a cache took with it is lost to him.
 */
export const block = account<ObjectsRecords>({
  vocabulary: 'block',
  open: (history, workload) => openObjects(history, workload, blockSchema),
  answers: objectsAnswers,
});
