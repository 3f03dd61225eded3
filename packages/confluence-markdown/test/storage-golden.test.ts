import { goldenTests } from './golden.ts';

goldenTests('storage', '.xml', 'storage');
