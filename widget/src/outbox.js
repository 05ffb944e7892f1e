/** Messages on their way: sent one after the other, kept until they are answered, never sent as two. */
import { newId } from './client.js';

const SILENT_RETRIES = [1000, 3000]; // milliseconds: a server that restarts is back before anyone is told
const PATIENCE = 20_000; // milliseconds: after that, better say something than try again

export class Outbox {
  /**
   * `deliver(body)` sends; `view` is told what happens: sending(item), answered(item, messages), failed(item, error),
   * refused(item, error). What is not answered yet survives a reload in `memory`.
   */
  constructor(deliver, view, memory) {
    Object.assign(this, { deliver, view, memory, busy: false, held: false, timer: null });
    this.items = memory.get('outbox') ?? [];
    this.retry = () => this.run();
  }

  /** Queue a message; `body` is what the server reads, `text` what is shown for it. */
  add(body, text) {
    const item = { body: { id: newId(), ...body }, text };
    this.items.push(item);
    this.save();
    return item;
  }

  /** Drop the messages that the server has already handled: those whose id is in `ids`. */
  settle(ids) {
    this.items = this.items.filter((item) => !ids.has(item.body.id));
    this.save();
  }

  /** Give up `item`: the visitor no longer wants it sent. The others go on. */
  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    this.save();
    this.run();
  }

  /** Do `change`, which ends this conversation: nothing leaves meanwhile, and nothing is left of it after. */
  async clearAfter(change) {
    this.held = true;
    try {
      await change();
      this.items = [];
      this.save();
    } finally {
      this.held = false;
      this.run();
    }
  }

  /** Send everything that waits. */
  async run() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    while (!this.held && this.items.length && (await this.sendFirst()));
    this.busy = false;
  }

  /** Try the first message, silently again a few times; say whether to go on with the next one. */
  async sendFirst() {
    const item = this.items[0];
    this.view.sending(item);
    const begun = performance.now();
    for (let attempt = 0; ; attempt++) {
      try {
        const messages = await this.deliver(item.body);
        return this.leave(item, () => this.view.answered(item, messages));
      } catch (error) {
        if (!error.mayPass) return this.leave(item, () => this.view.refused(item, error));
        const enough = attempt >= SILENT_RETRIES.length || performance.now() - begun > PATIENCE;
        if (error.status === 429 || enough || !navigator.onLine) return this.wait(item, error);
        await new Promise((resolve) => setTimeout(resolve, SILENT_RETRIES[attempt]));
        // Meanwhile the visitor may have erased the conversation: the message must not reach the next one.
        if (this.held || this.items[0] !== item) return true;
      }
    }
  }

  /** Take `item` out, unless the conversation was cleared meanwhile: its answer then belongs to nobody. */
  leave(item, tell) {
    if (this.items[0] !== item) return true;
    this.items.shift();
    this.save();
    tell();
    return true;
  }

  wait(item, error) {
    if (this.items[0] !== item) return true;
    this.view.failed(item, error);
    if (error.retryAfter) this.timer = setTimeout(this.retry, error.retryAfter * 1000);
    return false;
  }

  save() {
    this.memory.set('outbox', this.items.length ? this.items : null);
  }
}
