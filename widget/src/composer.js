/** Where the visitor writes. */
import { h } from './dom.js';
import { icon } from './icons.js';
import { fill } from './strings.js';
import { link } from './text.js';

const LONGEST = 1000; // characters, as the server counts them
const WARN_BELOW = 150;
const MOST_LINES = 5;

export class Composer {
  /** `send(text)` is called with what was written; `privacy` is the address of the site's page on personal data. */
  constructor(strings, privacy, send) {
    Object.assign(this, { strings, send });
    this.input = h('textarea', {
      rows: '1',
      'aria-label': strings.placeholder,
      placeholder: strings.placeholder,
      'aria-describedby': 'count',
      autocomplete: 'off',
      enterkeyhint: 'send',
      input: () => this.measure(),
      keydown: (event) => {
        // Enter sends, but not the one that ends the writing of an accented or Asian character.
        if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
      },
    });
    this.count = h('p', { id: 'count', class: 'count', 'aria-live': 'polite' });
    this.element = h(
      'form',
      { submit: (event) => this.submit(event) },
      h('div', { class: 'field' }, this.input, h('button', { class: 'send', 'aria-label': strings.send }, icon('send'))),
      this.count,
      h('p', { class: 'notice' }, strings.notice, privacy && [' ', link(privacy, strings.privacy, strings.newTab)]),
    );
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || [...text].length > LONGEST) return this.input.focus();
    this.input.value = '';
    this.measure();
    this.send(text);
  }

  /** Make room for what is written, and say how many characters are left when they run out. */
  measure() {
    const { input, count, strings } = this;
    input.rows = 1;
    while (input.rows < MOST_LINES && input.scrollHeight > input.clientHeight + 2) input.rows += 1;
    const left = LONGEST - [...input.value.trim()].length;
    count.textContent = left > WARN_BELOW ? '' : fill(left < 0 ? strings.tooLong : strings.left, { count: Math.abs(left) });
    input.setAttribute('aria-invalid', String(left < 0));
  }
}
