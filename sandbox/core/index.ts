export { createSandboxClock, type SandboxClock } from './clock.ts';
export { createEmitter, type Emitter } from './emitter.ts';
export type { Exchange, SandboxApp, SandboxContext, SandboxEnv } from './exchange.ts';
export { createFaultBoard, type Fault, type FaultBoard } from './faults.ts';
export { createRequestLog, type RequestEntry, type RequestLog } from './request-log.ts';
export { createSandboxServer, type SandboxServer, type SandboxServerOptions } from './server.ts';
