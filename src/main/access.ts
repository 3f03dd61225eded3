import { askCommand } from '../cli/ask.ts';
import { healthCommand } from '../cli/health.ts';
import { mcpCommand } from '../cli/mcp.ts';
import { readEnvironment } from '../env.ts';

const access = { apiKey: () => readEnvironment().CTXPIPE_API_KEY };

export const ask = askCommand(access);
export const health = healthCommand(access);
export const mcp = mcpCommand(access);
