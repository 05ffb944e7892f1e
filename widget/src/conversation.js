/** The conversation as it is shown: past and new messages, what is on its way, what went wrong. */
import { h } from './dom.js';
import { choices, failure, fromAriane, fromVisitor } from './messages.js';
import { Outbox } from './outbox.js';

const TYPING_AFTER = 250; // milliseconds: most answers come sooner, and a flicker helps nobody

export class Conversation {
  /** `refocus()` is called when the element that had the focus goes away. */
  constructor(client, memory, strings, refocus) {
    Object.assign(this, { client, strings, refocus });
    this.outbox = new Outbox((body) => client.send(body, () => this.note(strings.expired)), this, memory);
    this.messages = [];
    this.written = new Set(); // ids of what was written since the page was loaded
    this.places = new Map(); // id of a message on its way: its element, and the failure shown under it
    this.log = h('div', { class: 'log', role: 'log', tabindex: '0', 'aria-label': strings.conversation });
    this.status = h('div', { class: 'sr', role: 'status' });
    this.typing = h('div', { class: 'typing', hidden: true, 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
    this.greet();
  }

  greet() {
    this.messages = [];
    this.log.replaceChildren();
    this.append({ from: 'ariane', text: this.strings.greeting });
    this.offer(this.strings.suggestions.split('|').filter(Boolean).map((title) => ({ title: title.trim() })));
  }

  /** Ask the server for the past, once; messages wait for it. */
  begin() {
    this.began ??= this.restore();
    return this.began;
  }

  /** Show again what was said before a reload, and send what had not left yet. */
  async restore() {
    try {
      this.putBack(await this.client.history());
    } catch (error) {
      const text = `${this.strings.historyFailed} ${this.explain(error)}`;
      const again = () => {
        box.remove();
        this.refocus();
        this.began = this.restore();
      };
      const box = failure(text, [[this.strings.retry, again]]);
      this.log.append(box);
    }
    this.scrollToEnd();
    this.outbox.run();
  }

  /** Show past messages, and those that wait since before the reload, above what was written meanwhile. */
  putBack(messages) {
    const past = messages.filter(({ id }) => !this.written.has(id.split('.')[0]));
    this.outbox.settle(new Set(past.map(({ id }) => id)));
    const waiting = this.outbox.items.filter(({ body, text }) => text != null && !this.written.has(body.id));
    // What is put back is not news: it must not be read out.
    this.log.setAttribute('aria-live', 'off');
    const written = this.log.querySelector('.visitor');
    if (!written && past.length + waiting.length) this.dropChoices();
    const place = (message) => {
      const element = this.element(message);
      if (written) written.before(element);
      else this.log.append(element);
      return element;
    };
    past.forEach(place);
    const unsent = waiting.map(({ body, text }) => {
      const message = { from: 'visitor', text };
      this.places.set(body.id, { message, element: place(message) });
      return message;
    });
    this.messages.splice(1, 0, ...past, ...unsent);
    if (!written && !waiting.length) this.offer(past[past.length - 1]?.buttons);
    requestAnimationFrame(() => this.log.removeAttribute('aria-live'));
  }

  // --- What the visitor does ---

  /** Send `body` for the visitor, who is shown `text`. */
  post(body, text) {
    const { id } = this.dispatch(body, text).body;
    const message = { from: 'visitor', text };
    this.places.set(id, { message, element: this.append(message) });
    this.scrollToEnd();
  }

  opine(message, opinion) {
    this.dispatch({ feedback: opinion, about: message.id }); // shown on its thumb alone
  }

  /** Send, but not before the past is back: the server's history must not hold what is being sent. */
  dispatch(body, text) {
    const item = this.outbox.add(body, text);
    this.written.add(item.body.id);
    this.begin().then(() => this.outbox.run());
    return item;
  }

  /** Begin another conversation; the old one is left as it is. */
  async restart() {
    try {
      await this.outbox.clearAfter(() => this.client.begin(true));
      this.startOver(this.strings.restarted);
    } catch (error) {
      this.log.append(failure(this.explain(error), []));
      this.scrollToEnd();
    }
  }

  /** Erase the conversation, here and on the server. Throws when the server could not. */
  async erase() {
    await this.outbox.clearAfter(() => this.client.erase());
    this.startOver(this.strings.erased);
  }

  startOver(text) {
    this.rest();
    this.places.clear();
    this.greet();
    this.note(text);
    this.status.textContent = text;
    this.refocus();
  }

  // --- What the outbox tells ---

  sending(item) {
    this.places.get(item.body.id)?.failure?.remove();
    this.waiting = setTimeout(() => {
      this.log.append(this.typing);
      this.typing.hidden = false;
      this.status.textContent = this.strings.typing;
      this.scrollToEnd();
    }, TYPING_AFTER);
  }

  answered(item, messages) {
    this.rest();
    if (messages.some((message) => message.reset)) {
      this.messages = [];
      this.log.replaceChildren();
    }
    const shown = messages.map((message) => this.append(message));
    this.offer(messages[messages.length - 1]?.buttons);
    const asked = this.places.get(item.body.id)?.element;
    this.places.delete(item.body.id);
    this.scrollTo(asked?.isConnected ? asked : shown[0]);
    this.log.dispatchEvent(new CustomEvent('ariane-answer', { bubbles: true, composed: true }));
  }

  failed(item, error) {
    const kept = error.status ? '' : ` ${this.strings.kept}`;
    this.complain(item, this.explain(error) + kept, [
      [this.strings.retry, () => this.outbox.run()],
      [this.strings.drop, () => this.drop(item)],
    ]);
  }

  refused(item, error) {
    this.complain(item, this.explain(error), []);
  }

  complain(item, text, ways) {
    this.rest();
    const box = failure(text, ways);
    const place = this.places.get(item.body.id) ?? {};
    place.failure?.remove();
    this.places.set(item.body.id, { ...place, failure: box });
    if (place.element?.isConnected) place.element.after(box);
    else this.log.append(box);
    box.scrollIntoView({ block: 'nearest' });
  }

  /** Take back a message that could not be sent. */
  drop(item) {
    const place = this.places.get(item.body.id);
    this.places.delete(item.body.id);
    this.messages = this.messages.filter((message) => message !== place?.message);
    place?.failure?.remove();
    place?.element?.remove();
    this.refocus();
    this.outbox.drop(item);
  }

  /** The sentence of the server where it gave one, else ours. */
  explain(error) {
    return error.text || (error.code === 'offline' ? this.strings.offline : this.strings.failed);
  }

  /** Nothing is awaited any more. */
  rest() {
    clearTimeout(this.waiting);
    this.typing.remove();
    this.status.textContent = '';
  }

  // --- What is shown ---

  /** Add one message to the end; return its element. */
  append(message) {
    this.messages.push(message);
    const element = this.element(message);
    this.dropChoices();
    this.log.append(element);
    return element;
  }

  element(message) {
    return message.from === 'visitor'
      ? fromVisitor(message.text, this.strings)
      : fromAriane(message, this.strings, (opinion) => this.opine(message, opinion));
  }

  offer(buttons) {
    if (!buttons?.length) return;
    this.dropChoices();
    const post = ({ title, payload }) => this.post(payload ? { payload } : { text: title }, title);
    this.log.append(choices(buttons, this.strings, post));
  }

  dropChoices() {
    const old = this.log.querySelector('.choices');
    // The focus must not fall out of the discussion with the button that held it.
    if (old?.contains(this.log.getRootNode().activeElement)) this.refocus();
    old?.remove();
  }

  /** Say something that is neither the visitor's nor Ariane's. */
  note(text) {
    this.log.append(h('p', { class: 'note' }, text));
    this.scrollToEnd();
  }

  scrollToEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Bring the question to the top, so that a long answer is read from its beginning. */
  scrollTo(element) {
    if (!element) return;
    this.log.scrollTop += element.getBoundingClientRect().top - this.log.getBoundingClientRect().top - 12;
  }
}
