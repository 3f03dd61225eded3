import { html, raw } from 'hono/html';

/** Text that is HTML already. */
export type Markup = ReturnType<typeof html>;

const style = raw(`
:root { color-scheme: light dark; --line: #d1d9e0; --soft: #f6f8fa; --go: #1f883d; --link: #0969da; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #151b23; --link: #4493f8; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; }
header { background: #25292e; color: #fff; padding: .7rem 1.2rem; }
header a { color: #fff; font-weight: 600; text-decoration: none; }
header small { opacity: .75; margin-left: .6rem; }
main { max-width: 62rem; margin: 1.2rem auto; padding: 0 1rem; }
a { color: var(--link); }
table { border-collapse: collapse; width: 100%; border: 1px solid var(--line); border-radius: 6px; }
td, th { padding: .35rem .7rem; border-top: 1px solid var(--line); text-align: left; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.code { border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; }
.code div { display: flex; } .code a.n { min-width: 4em; padding-right: 1em; text-align: right; color: #6e7781; text-decoration: none; user-select: none; }
.code div:target, .code div.on { background: #fff8c533; outline: 1px solid #d4a72c66; }
.add { background: #2da44e22; } .del { background: #cf222e22; } .hunk { color: #6e7781; background: var(--soft); }
button { font: inherit; font-weight: 600; padding: .4rem 1rem; border-radius: 6px; border: 1px solid var(--line); cursor: pointer; }
button.go { background: var(--go); color: #fff; }
.state { display: inline-block; border-radius: 2em; padding: .1rem .8rem; color: #fff; background: #1f883d; }
.state.closed { background: #cf222e; } .state.merged { background: #8250df; }
.box { border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem; margin: 1rem 0; }
nav { margin: .4rem 0 1rem; } form { display: inline; }
`);

/** A page of the stand-in. It says on every page that it is one. */
export async function layout(title: string, body: Markup): Promise<string> {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>${style}</style>
      </head>
      <body>
        <header><a href="/">GitHub stand-in</a><small>a local sandbox, not github.com</small></header>
        <main>${body}</main>
      </body>
    </html>`;
}
