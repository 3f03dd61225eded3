import { page } from '../site.ts';
import type { WorldAttachment, WorldItem } from '../world.ts';

const megabyte = 1_048_576;
const text = (value: string) => Buffer.from(value);
const zeros = (bytes: number) => () => new Uint8Array(bytes);

/** Attachments that are too large, too many, or named to break out. */
export function hostileFiles(homeId: string): WorldItem[] {
  const below = { parentId: homeId };
  let lastId = 30_040_000;
  function file(
    fileName: string,
    content: WorldAttachment['content'],
    size?: number,
    mediaType = 'application/octet-stream',
  ): WorldAttachment {
    lastId += 1;
    const fileId = `f11e0000-0000-4000-8000-${String(lastId).padStart(12, '0')}`;
    return { id: `att${lastId}`, fileName, mediaType, fileId, content, size };
  }
  return [
    page('30040901', 'Attachments: sizes', {
      ...below,
      body: { storage: '<p><ac:image><ri:attachment ri:filename="empty.png" /></ac:image></p>' },
      attachments: [
        file('empty.png', new Uint8Array(), undefined, 'image/png'),
        file('fifty megabytes.bin', zeros(50 * megabyte), 50 * megabyte),
        file('over the limit of the host.bin', zeros(101 * megabyte), 101 * megabyte),
        file('smaller than it says.bin', zeros(10), 5_000),
      ],
    }),
    page('30040902', 'Attachments: names', {
      ...below,
      body: { storage: '<p><ac:link><ri:attachment ri:filename="a/b.txt" /></ac:link></p>' },
      attachments: [
        file('Diagram.PNG', text('upper'), undefined, 'image/png'),
        file('diagram.png', text('lower'), undefined, 'image/png'),
        file('a/b.txt', text('slash'), undefined, 'text/plain'),
        file('a%2fb.txt', text('escaped slash'), undefined, 'text/plain'),
        file('../../../.github/workflows/pwn.yml', text('on: push'), undefined, 'text/yaml'),
        file('.gitattributes', text('* filter=x'), undefined, 'text/plain'),
        file('CON.txt', text('device'), undefined, 'text/plain'),
        file('Cafe\u0301.txt', text('decomposed'), undefined, 'text/plain'),
        file('Caf\u00e9.txt', text('composed'), undefined, 'text/plain'),
        file(`${'n'.repeat(250)}.txt`, text('long'), undefined, 'text/plain'),
        file(
          'picture.svg',
          text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
          undefined,
          'image/svg+xml',
        ),
        file('setup.exe', text('MZ'), undefined, 'application/x-msdownload'),
        file('no type', text('?'), undefined, ''),
      ],
    }),
    page('30040903', 'Attachments: 10,000', {
      ...below,
      body: { storage: '<p>many</p>' },
      attachments: Array.from({ length: 10_000 }, (_, index) =>
        file(`file ${index}.txt`, text(String(index)), undefined, 'text/plain'),
      ),
    }),
  ];
}
