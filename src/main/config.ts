import { configCheckCommand } from '../cli/config-check.ts';
import { configPath } from '../config/index.ts';

export const configCheck = configCheckCommand({ usualFile: configPath('confluence') });
