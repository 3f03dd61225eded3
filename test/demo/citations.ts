import type { StandIns } from '../../sandbox/stand-ins.ts';
import type { Cited } from './agent.ts';
import type { Edited } from './life.ts';
import type { Bare } from './repository.ts';

/** Opens both addresses of a citation and reads the cited lines; throws where one does not show the sentence. */
export async function openCitation(
  { citation }: Cited,
  edited: Pick<Edited, 'sentence' | 'page'>,
  bare: Bare,
  standIns: StandIns,
): Promise<void> {
  const { pageUrl, path, commit, lines, version, fileUrl } = citation;
  const text = await bare.git('show', `${commit}:${path}`);
  const cited = text
    .split('\n')
    .slice(lines[0] - 1, lines[1])
    .join('\n');
  const plain = cited.replaceAll('\\', '');
  if (!plain.includes(edited.sentence))
    throw new Error(`the cited lines ${lines.join('-')} of ${path} do not hold the sentence`);
  if (version !== edited.page.version.number)
    throw new Error(`the citation names version ${version}, the page is at ${edited.page.version.number}`);
  if (!pageUrl) throw new Error('the citation names no page');
  // The site's own address leads nowhere; the stand-in serves the same path.
  const page = await fetch(new URL(new URL(pageUrl).pathname, standIns.atlassian.origin));
  if (!page.ok || !(await page.text()).includes(edited.sentence))
    throw new Error(`the page ${pageUrl} does not show the sentence`);
  const file = await fetch(fileUrl.split('#')[0]!);
  if (!file.ok) throw new Error(`the file ${fileUrl} answered ${file.status}`);
}
