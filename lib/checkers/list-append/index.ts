export type { Anomaly, AnomalyType, Order, Step } from './anomaly.ts';
export { anomalyTypes } from './anomaly.ts';
export type { ListAppendOptions, ListAppendResult } from './check.ts';
export { checkListAppend } from './check.ts';
export { drawCycle } from './draw-cycle.ts';
export type { IsolationLevel } from './isolation.ts';
export { violates } from './isolation.ts';
export type { Append, MicroOp, Read, Transaction } from './transaction.ts';
