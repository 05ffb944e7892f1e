/** <ariane-chat>: Ariane on a web page, as a bubble or filling the place it is given. */
import { Client } from './client.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { h } from './dom.js';
import { eraser } from './eraser.js';
import { Header } from './header.js';
import { icon } from './icons.js';
import { Memory } from './memory.js';
import { seenRules, small, turnRound } from './screen.js';
import { fill, french } from './strings.js';
import circumstances from './styles/circumstances.css';
import colours from './styles/colours.css';
import messages from './styles/messages.css';
import panel from './styles/panel.css';
import { safeAddress } from './text.js';
import { accentRules } from './theme.js';
import { asText, copy, print } from './transcript.js';

// Style sheets made by a script are let through by the strictest policy (CSP), and shared by every <ariane-chat>.
const sheets = [colours, panel, messages, circumstances].map((css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
});

/** Where the script came from: Ariane's server, unless the attribute `server` says otherwise. */
const home = new URL(document.currentScript?.src || location.href).origin;

export class ArianeChat extends HTMLElement {
  static observedAttributes = ['open', 'accent'];

  connectedCallback() {
    this.watch('addEventListener');
    this.built ??= this.begin();
  }

  async begin() {
    this.attachShadow({ mode: 'open' });
    this.own = new CSSStyleSheet();
    this.seen = new CSSStyleSheet();
    this.shadowRoot.adoptedStyleSheets = [...sheets, this.own, this.seen];
    this.own.replaceSync(this.rules());
    this.strings = await this.readStrings();
    const server = this.getAttribute('server')?.replace(/\/+$/, '') || home;
    this.memory = new Memory(`ariane ${server}`);
    const client = new Client(server, this.memory);
    this.conversation = new Conversation(client, this.memory, this.strings, () => this.refocus());
    this.build();
    this.fit();
    this.ready = true;
    if (this.isPage || this.hasAttribute('open') || this.memory.get('open')) this.show(false);
  }

  disconnectedCallback() {
    this.watch('removeEventListener');
  }

  /** Begin or stop being told, by handleEvent, of what happens to the network and to the screen. */
  watch(how) {
    window[how]('online', this);
    small[how]('change', this);
    for (const name of ['resize', 'scroll']) visualViewport[how](name, this);
  }

  handleEvent({ type }) {
    if (!this.ready) return;
    if (type === 'online') this.conversation.outbox.run();
    else this.fit();
  }

  /** Fill what can be seen of a small screen, and nothing else. */
  fit() {
    this.seen.replaceSync(seenRules());
    if (!this.isPage) this.panel.setAttribute('aria-modal', String(small.matches));
  }

  attributeChangedCallback(name) {
    if (!this.ready) return;
    if (name === 'accent') this.own.replaceSync(this.rules());
    else if (this.hasAttribute('open')) this.show();
    else this.hide(false);
  }

  get isPage() {
    return this.getAttribute('mode') === 'page';
  }

  /** Open the discussion; also for the page: document.querySelector('ariane-chat').show(). */
  async show(focus = true) {
    if (!this.ready) await this.built;
    if (!this.isPage) {
      this.panel.hidden = false;
      this.launcher.hidden = true;
      this.memory.set('open', true);
    }
    const began = this.conversation.begin();
    if (focus) this.composer.input.focus();
    await began;
  }

  /** Close the discussion; nothing of it is lost. */
  hide(focus = true) {
    if (this.isPage || !this.ready) return;
    const inside = this.panel.contains(this.shadowRoot.activeElement);
    this.memory.set('open', null);
    this.panel.hidden = true;
    this.launcher.hidden = false;
    if (focus || inside) this.launcher.focus();
  }

  /** Ask a question in the visitor's name, for the page's own buttons. */
  async ask(text) {
    await this.show();
    this.conversation.post({ text }, text);
  }

  /** On a touch screen the keyboard would cover the answer: the conversation takes the focus there. */
  refocus() {
    const { composer, conversation } = this;
    (matchMedia('(pointer: coarse)').matches ? conversation.log : composer.input).focus({ preventScroll: true });
  }

  async readStrings() {
    const strings = { ...french };
    const table = this.getAttribute('strings');
    try {
      if (table) Object.assign(strings, await (await fetch(table)).json());
    } catch (error) {
      console.warn(`<ariane-chat>: ${table} can't be read as JSON; the French texts are shown.`, error);
    }
    for (const key of ['name', 'subtitle', 'label', 'greeting', 'suggestions'])
      if (this.hasAttribute(key)) strings[key] = this.getAttribute(key);
    const { name } = strings;
    return Object.fromEntries(Object.entries(strings).map(([key, text]) => [key, fill(text, { name })]));
  }

  rules() {
    const [accent, height, width] = ['accent', 'height', 'width'].map((name) => this.getAttribute(name));
    return accentRules(accent, { height, width });
  }

  build() {
    const { strings, conversation, isPage } = this;
    const dialog = eraser(strings, () => conversation.erase(), (error) => conversation.explain(error));
    const options = [
      [strings.restart, () => conversation.restart()],
      [strings.copy, () => this.copyAll()],
      [strings.print, () => print(conversation.log, strings.conversation, this.shadowRoot)],
      [strings.erase, () => dialog.showModal()],
    ];
    const privacy = safeAddress(new URL(this.getAttribute('privacy') || 'about:blank', location.href));
    this.header = new Header(strings, options, isPage ? null : () => this.hide(), () => this.panel);
    this.composer = new Composer(strings, privacy, (text) => conversation.post({ text }, text));
    this.launcher = h(
      'button',
      { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-haspopup': 'dialog', click: () => this.show() },
      icon('thread'),
      h('span', {}, strings.label),
    );
    this.panel = h(
      'div',
      {
        class: 'panel',
        role: isPage ? 'region' : 'dialog',
        'aria-labelledby': 'title',
        hidden: !isPage,
        keydown: (event) => this.onKey(event),
      },
      this.header.element,
      conversation.log,
      conversation.status,
      this.composer.element,
    );
    this.shadowRoot.append(
      isPage
        ? h('div', { class: 'root', lang: 'fr' }, this.panel)
        : h('section', { class: 'root', lang: 'fr', 'aria-label': strings.name }, this.launcher, this.panel),
      dialog,
    );
  }

  /** Escape closes the menu first, then the discussion. */
  onKey(event) {
    if (event.key === 'Tab' && small.matches && !this.isPage) turnRound(event, this.panel);
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (!this.header.fold()) this.hide();
  }

  async copyAll() {
    const { conversation, strings } = this;
    const done = await copy(asText(conversation.messages, strings), this.shadowRoot);
    conversation.note(done ? strings.copied : strings.notCopied);
  }
}
