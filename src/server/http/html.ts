/** Text as it may stand in markup and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:10vh auto;padding:0 1.5rem;color:#1c2024;background:#fff}' +
  'label{display:block;margin:1rem 0}input{display:block;width:100%;box-sizing:border-box;padding:.6rem;font:inherit;border:1px solid #80838d;border-radius:.4rem}' +
  'button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:.4rem;background:#0b57d0;color:#fff;margin-right:.5rem}button.plain{background:#e8e8ec;color:#1c2024}' +
  '[role=alert]{padding:.6rem;border-left:4px solid #ce2c31;background:#fff7f7}small{color:#60646c}' +
  '@media(prefers-color-scheme:dark){body{color:#edeef0;background:#111113}button.plain{background:#2e3135;color:#edeef0}input{background:#18191b;color:#edeef0}[role=alert]{background:#2a1314}}';

/** Hash of the one inline style, for the content security policy. Filled from `style` at load. */
export const pageStyle = style;

/** A small page that works without scripts: first owner, sign-in of agents, refusals. `body` is markup. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escapeHtml(title)} · ctx|</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}
