/** The top of the discussion: whose it is, the options, enlarging and closing. */
import { h } from './dom.js';
import { icon } from './icons.js';

export class Header {
  /** `options` are [text, action] of the menu; `hide` closes the discussion, and is null on a full page. */
  constructor(strings, options, hide, panel) {
    Object.assign(this, { strings, panel });
    const items = options.map(([text, action]) =>
      h('li', {}, h('button', { type: 'button', click: () => this.choose(action) }, text)),
    );
    this.menu = h('ul', { class: 'menu', id: 'menu', hidden: true }, items);
    this.opener = tool('menu', strings.menu, () => this.toggle(), { 'aria-expanded': 'false', 'aria-controls': 'menu' });
    this.sizer = tool('enlarge', strings.enlarge, () => this.resize());
    this.sizer.classList.add('sizer');
    this.element = h(
      'header',
      {},
      h('span', { class: 'mark' }, icon('thread')),
      h('div', { class: 'names' }, h('h2', { id: 'title' }, strings.name), h('p', {}, strings.subtitle)),
      this.opener,
      hide && [this.sizer, tool('close', strings.close, hide)],
      this.menu,
    );
  }

  toggle(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.opener.setAttribute('aria-expanded', String(open));
    (open ? this.menu.querySelector('button') : this.opener).focus();
  }

  /** Close the menu if it is open; tell whether it was. */
  fold() {
    if (this.menu.hidden) return false;
    this.toggle(false);
    return true;
  }

  choose(action) {
    this.fold();
    action();
  }

  resize() {
    const name = this.panel().classList.toggle('large') ? 'reduce' : 'enlarge';
    this.sizer.replaceChildren(icon(name));
    this.sizer.setAttribute('aria-label', this.strings[name]);
    this.sizer.title = this.strings[name];
  }
}

function tool(name, label, click, properties = {}) {
  return h('button', { type: 'button', class: 'tool', title: label, 'aria-label': label, click, ...properties }, icon(name));
}
