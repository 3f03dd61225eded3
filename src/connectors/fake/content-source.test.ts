import { describeContentSource } from '../content-source.testsuite.ts';
import { createFakeContentSource } from './content-source.ts';
import { createFakeSite, putFile, putPage } from './site.ts';

describeContentSource('fake', async () => {
  const site = createFakeSite();
  putPage(site, '1', { title: 'Home' });
  putPage(site, '2', { parentId: '1', title: 'Deploy guide', labels: ['api', 'guide'] });
  putPage(site, 'f', { parentId: '1', kind: 'folder', title: 'Folder' });
  putPage(site, '3', { parentId: 'f' });
  putPage(site, '4', { parentId: '3', restricted: true });
  putPage(site, '5', { state: 'trashed' });
  putPage(site, '6', { state: 'hidden' });
  const content = Buffer.from('picture');
  putFile(site, 'a1', '2', 'plan.png', content);
  return {
    open: () => createFakeContentSource(site),
    space: { id: 's1', key: 'DOC' },
    pageIds: ['1', '2', '3', '4'],
    trashedId: '5',
    unknownId: '6',
    restrictedId: '4',
    labelled: { pageId: '2', labels: ['api', 'guide'] },
    attached: { pageId: '2', fileName: 'plan.png', content },
    person: { id: 'p1', name: 'Ada' },
    titled: { pageId: '2', words: 'deploy' },
    close: async () => {},
  };
});
