/** Where storage writes what an operator should know. Fields never hold a secret. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** For callers that show nothing. */
export const silentLog: StoreLog = { info: () => undefined, warn: () => undefined };
