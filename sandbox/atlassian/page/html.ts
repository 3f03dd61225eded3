import { html, raw } from 'hono/html';

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
button, select, input { font: inherit; padding: .25rem .6rem; } button { cursor: pointer; }
form.inline { display: inline; } .note { opacity: .75; } .tag { border: 1px solid #8886; border-radius: .3rem; padding: 0 .3rem; font-size: .85em; }
fieldset { border: 1px solid #8886; margin: 1rem 0; } label { display: block; margin: .4rem 0; } code { font-size: .9em; }
.narrow { max-width: 34rem; margin-inline: auto; } .primary { background: #0b5fff; color: #fff; border: 0; border-radius: .3rem; padding: .5rem 1.2rem; }
`;

/** Frame of every page of the stand-in; nothing is loaded from elsewhere. */
export function renderPage(title: string, content: unknown) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html>`;
}
