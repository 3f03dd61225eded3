/**
 * Runs in the browser: shows a body in storage format as its site would, as far as the example needs. Plain elements of
 * the body stay what they are; elements of the format become marked ones that the style sheet knows.
 */
export function showStorage(storage: string, names: Readonly<Record<string, string>>): string {
  const plain = storage
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_, text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;'))
    .replace(/<(\/?)(ac|ri):/g, '<$1$2-')
    .replace(/<((?:ac|ri|time)[-\w]*)([^>]*)\/>/g, '<$1$2></$1>');
  const page = new DOMParser().parseFromString(`<body>${plain}</body>`, 'text/html').body;
  const replaced = (element: Element, html: string) => {
    const made = document.createElement('div');
    made.innerHTML = html;
    element.replaceWith(...made.childNodes);
  };
  const each = (selector: string, show: (element: Element) => string) => {
    // From the inside out: what an element holds is shown before it is.
    for (const element of [...page.querySelectorAll(selector)].reverse()) replaced(element, show(element));
  };
  each('ac-link', (link) => {
    const person = link.querySelector('ri-user')?.getAttribute('ri:account-id');
    if (person) return `<span class="mention">@${names[person] ?? person}</span>`;
    return `<a href="#">${link.querySelector('ri-page')?.getAttribute('ri:content-title') ?? ''}</a>`;
  });
  each('time', (time) => {
    const day = new Date(time.getAttribute('datetime') ?? '');
    return `<span class="date">${day.toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })}</span>`;
  });
  each('ac-task-list', (list) => {
    const tasks = [...list.querySelectorAll('ac-task')].map((task) => {
      const done = task.querySelector('ac-task-status')?.textContent === 'complete';
      return `<li><i class="box${done ? ' done' : ''}"></i>${task.querySelector('ac-task-body')?.innerHTML ?? ''}</li>`;
    });
    return `<ul class="tasks">${tasks.join('')}</ul>`;
  });
  each('ac-structured-macro', (macro) => {
    const parameter = (name: string) =>
      macro.querySelector(`:scope > ac-parameter[ac\\:name=${name}]`)?.textContent ?? '';
    const rich = macro.querySelector(':scope > ac-rich-text-body')?.innerHTML ?? '';
    switch (macro.getAttribute('ac:name')) {
      case 'status':
        return `<span class="status ${parameter('colour').toLowerCase()}">${parameter('title')}</span>`;
      case 'code':
        return `<pre>${macro.querySelector('ac-plain-text-body')?.innerHTML ?? ''}</pre>`;
      case 'expand':
        return `<div class="expand"><b>⌄</b> ${parameter('title')}<div>${rich}</div></div>`;
      case 'warning':
        return `<div class="panel"><span class="mark"></span><div><strong>${parameter('title')}</strong>${rich}</div></div>`;
      default:
        return `<div class="app"><b>Release board</b><span>payments</span><em></em><em></em><em></em></div>`;
    }
  });
  return page.innerHTML;
}
