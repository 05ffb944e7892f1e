/** Ariane's text as paragraphs, lists and safe links. */
import { h, hidden } from './dom.js';

const ADDRESS = /https?:\/\/[^\s<>"«»]+/g;
const BULLET = /^\s*[-•]\s+/;

/** Return `address` when a page may safely link to it, else null. `schemes` are those allowed beside the web's. */
export function safeAddress(address, schemes = []) {
  try {
    const url = new URL(address);
    return ['https:', 'http:', ...schemes].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens apart, so that the conversation stays; the address learns nothing of this page. */
export function link(address, label, newTab, className) {
  const onWeb = address.startsWith('http');
  const apart = onWeb ? { target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
  return h('a', { href: address, class: className, ...apart }, label, onWeb && hidden(newTab));
}

/** Cut a text into paragraphs (separated by an empty line) and lists (lines beginning with - or •). */
export function blocks(text, newTab) {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const found = [];
    let list = null;
    for (const line of paragraph.split('\n')) {
      if (!line.trim()) continue;
      if (BULLET.test(line)) {
        if (!list) found.push((list = h('ul')));
        list.append(h('li', {}, inline(line.replace(BULLET, ''), newTab)));
      } else {
        list = null;
        found.push(h('p', {}, inline(line, newTab)));
      }
    }
    return found;
  });
}

function inline(line, newTab) {
  const parts = [];
  let end = 0;
  for (const match of line.matchAll(ADDRESS)) {
    // A full stop or a bracket after an address belongs to the sentence, unless the bracket was opened in it.
    let address = match[0].replace(/[.,;:!?…’'\u00a0]+$/, '');
    if (address.endsWith(')') && !address.includes('(')) address = address.slice(0, -1);
    const safe = safeAddress(address);
    if (!safe) continue;
    parts.push(line.slice(end, match.index), link(safe, address, newTab));
    end = match.index + address.length;
  }
  return [...parts, line.slice(end)];
}
