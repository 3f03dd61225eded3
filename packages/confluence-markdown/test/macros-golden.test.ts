import { goldenTests } from './golden.ts';

goldenTests('macros', '.xml', 'storage', {
  resolve: (target) =>
    target.kind === 'attachment' && target.fileName === 'known.png' ? { href: 'known.png' } : undefined,
  include: (page) =>
    page.title === 'Glossary'
      ? {
          from: 'storage',
          body: '<p>All of it.</p><ac:structured-macro ac:name="excerpt"><ac:rich-text-body><p>The short of it.</p></ac:rich-text-body></ac:structured-macro>',
        }
      : undefined,
});
