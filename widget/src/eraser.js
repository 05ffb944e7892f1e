/** Asks once before everything is erased. */
import { h } from './dom.js';

/** A dialog to open with showModal(); `erase()` is called on yes, and a sentence of `explain(error)` shown if it fails. */
export function eraser(strings, erase, explain) {
  const trouble = h('div', { 'aria-live': 'assertive' });
  const button = (name, text, click) => h('button', { type: 'button', class: name, click }, text);
  const dialog = h(
    'dialog',
    { 'aria-labelledby': 'erase-title', 'aria-describedby': 'erase-text', lang: 'fr', close: () => trouble.replaceChildren() },
    h('h2', { id: 'erase-title' }, strings.eraseTitle),
    h('p', { id: 'erase-text' }, strings.eraseText),
    trouble,
    h(
      'div',
      { class: 'actions' },
      button('choice', strings.cancel, () => dialog.close()),
      button('danger', strings.eraseYes, async () => {
        try {
          await erase();
          dialog.close();
        } catch (error) {
          trouble.replaceChildren(h('p', { class: 'failure' }, explain(error)));
        }
      }),
    ),
  );
  return dialog;
}
