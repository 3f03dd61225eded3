import type { World } from '../world.ts';
import { buildSpaces, siteUrl } from './build.ts';
import { engineeringArchitecture } from './eng-architecture.ts';
import { engineeringGuides } from './eng-guides.ts';
import { operations } from './ops.ts';
import { personal } from './personal.ts';
import { product } from './product.ts';

/** Cloud id of Acme's site. */
export const acmeCloudId = '3f6c1d2e-8a4b-4c5d-9e6f-7a8b9c0d1e2f';

/** A company with about 60 pages in four spaces, and a second site without Confluence. */
export function createAcme(): Pick<World, 'name' | 'sites'> {
  const spaces = buildSpaces([
    {
      id: '131073',
      key: 'ENG',
      name: 'Engineering',
      type: 'global',
      owner: 'priya',
      description: 'How we build software',
      on: '2024-02-05',
      pages: [...engineeringGuides, ...engineeringArchitecture],
    },
    {
      id: '131077',
      key: 'OPS',
      name: 'Operations',
      type: 'global',
      owner: 'tomas',
      description: 'Runbooks and on-call',
      on: '2024-02-12',
      pages: operations,
    },
    {
      id: '131081',
      key: 'PROD',
      name: 'Product & Research',
      type: 'global',
      owner: 'amara',
      description: 'What we build and for whom',
      on: '2024-02-19',
      pages: product,
    },
    {
      id: '131085',
      key: '~7120205c1fe2d08d5b4f0e',
      name: 'Priya Raman',
      type: 'personal',
      owner: 'priya',
      description: '',
      on: '2024-02-05',
      pages: personal,
    },
  ]);
  return {
    name: 'acme',
    sites: [
      { cloudId: acmeCloudId, name: 'acme', url: siteUrl, confluenceActive: true, spaces },
      {
        cloudId: '8d0e4b1a-52c7-4f39-a6d8-0b9c7e5f3a21',
        name: 'acme-jira-only',
        url: 'https://acme-jira-only.atlassian.net',
        confluenceActive: false,
        spaces: [],
      },
    ],
  };
}
