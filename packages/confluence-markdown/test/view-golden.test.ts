import { goldenTests } from './golden.ts';

goldenTests('view', '.html', 'view', { baseUrl: 'https://acme.atlassian.net/wiki' });
