/** What this tab remembers until it is closed: visitors often share a computer, so nothing lasts longer. */
export class Memory {
  constructor(name) {
    this.name = name;
    this.values = {};
    try {
      this.values = JSON.parse(sessionStorage.getItem(name)) ?? {};
    } catch {
      // Storage may be forbidden, or hold something else: the conversation then lasts as long as the page.
    }
  }

  get(key) {
    return this.values[key] ?? null;
  }

  set(key, value) {
    if (value == null) delete this.values[key];
    else this.values[key] = value;
    try {
      sessionStorage.setItem(this.name, JSON.stringify(this.values));
    } catch {
      // As above.
    }
  }
}
