export {
  checkRegister,
  type RegisterCaps,
  type RegisterOptions,
  type RegisterResult,
  type UndecidedKey,
} from './check-register.ts';
export type {
  CasOperation,
  ReadOperation,
  RegisterOperation,
  RegisterValue,
  WriteOperation,
} from './operation.ts';
export type { StuckKey } from './stuck.ts';
