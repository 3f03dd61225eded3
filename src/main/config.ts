import { configCheckCommand } from '../cli/config-check.ts';
import { configPath } from '../config/index.ts';
import { registry } from '../connectors/registry.ts';

const sources = Object.entries(registry).flatMap(([id, { kind }]) => (kind === 'source' ? [id] : []));

export const configCheck = configCheckCommand({ usualFile: configPath('confluence'), sources });
