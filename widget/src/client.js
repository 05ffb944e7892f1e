/** Speaks to Ariane's server: sessions, messages, history, erasing. Knows nothing of what is shown. */

const SECONDS_TO_WAIT = 45;
const SECONDS_FOR_HISTORY = 10; // messages wait for it

/** An error to show: `code` and `message` as the server gave them, `status` 0 (`offline`, `slow`) when it gave none. */
export class RequestError extends Error {
  constructor(status, { error = status ? 'failed' : 'offline', message = '', retry_after: retryAfter } = {}) {
    super(message || error);
    Object.assign(this, { status, code: error, text: message, retryAfter });
  }

  /** Whether the same request may succeed later: the server was out of reach, broken, or asked to slow down. */
  get mayPass() {
    return !this.status || this.status === 429 || this.status >= 500;
  }
}

/** An id that no other message will have. (crypto.randomUUID needs HTTPS; this doesn't.) */
export const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export class Client {
  /** `server` is the origin of Ariane's server; `memory` keeps the token of a page on another origin. */
  constructor(server, memory) {
    this.base = `${server}/webhooks/web/`;
    this.memory = memory;
    this.abroad = server !== location.origin;
    this.begun = false;
    this.conversations = 0; // how many the visitor has ended
  }

  /** Messages of the conversation that this browser already has, if any. No conversation begins here. */
  async history() {
    if (this.abroad && !this.memory.get('token')) return [];
    const { messages, known } = await this.request('GET', 'history', undefined, SECONDS_FOR_HISTORY);
    this.begun = known;
    return messages;
  }

  /** Begin a conversation: a new one when asked, else the one that this browser has. */
  async begin(anew = false) {
    if (anew) this.conversations += 1;
    const answer = await this.request('POST', 'session', anew ? { new: true } : {});
    this.begun = true;
    return answer;
  }

  /** Send a message; `onExpired` is called when the conversation had expired and the message goes to a new one. */
  async send(message, onExpired) {
    const { conversations } = this;
    if (!this.begun) await this.begin();
    try {
      return (await this.request('POST', 'messages', message)).messages;
    } catch (error) {
      // What was said in a conversation that the visitor ended must not be said again in the next one.
      if (error.status !== 401 || conversations !== this.conversations) throw error;
      this.forget();
      await this.begin();
      onExpired();
      return (await this.request('POST', 'messages', message)).messages;
    }
  }

  /** Erase the conversation on the server. One that has expired can't be reached any more, by anybody. */
  async erase() {
    this.conversations += 1;
    try {
      await this.request('DELETE', 'conversation');
    } catch (error) {
      if (error.status !== 401) throw error;
    }
    this.forget();
  }

  forget() {
    this.begun = false;
    this.memory.set('token', null);
  }

  async request(method, path, body, seconds = SECONDS_TO_WAIT) {
    const token = this.memory.get('token');
    const headers = { ...(body && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }) };
    let response;
    let answer;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), seconds * 1000);
    try {
      response = await fetch(this.base + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        cache: 'no-store',
        credentials: this.abroad ? 'omit' : 'same-origin',
        signal: stop.signal,
      });
      answer = await response.json();
    } catch {
      // Out of reach, cut off, or an answer from something that is not Ariane (a proxy's page).
      if (stop.signal.aborted) throw new RequestError(0, { error: 'slow' });
      throw new RequestError(response && !response.ok ? response.status : 0);
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw new RequestError(response.status, answer);
    if (answer.token) this.memory.set('token', answer.token);
    return answer;
  }
}
