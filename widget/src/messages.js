/** One message of the conversation as the elements that show it. */
import { h, hidden } from './dom.js';
import { chart, table } from './figures.js';
import { icon } from './icons.js';
import { fill } from './strings.js';
import { blocks, link, safeAddress } from './text.js';

/** What the visitor wrote or chose: always shown as it is. */
export function fromVisitor(text, strings) {
  return h('div', { class: 'turn visitor' }, h('div', { class: 'bubble' }, hidden(strings.youSay), h('p', {}, text)));
}

/** An answer of Ariane. `onOpinion(opinion)` is called when a thumb is pressed. */
export function fromAriane(message, strings, onOpinion) {
  const { text, table: rows, chart: figures, sources, feedback } = message;
  const bubble = h('div', { class: 'bubble' }, hidden(strings.says), text && blocks(text, strings.newTab));
  if (rows) bubble.append(table(rows, strings));
  if (figures) bubble.append(chart(figures, strings));
  const foot = h(
    'div',
    { class: 'foot' },
    sources && sourceList(sources, strings),
    feedback && thumbs(message.opinion, strings, onOpinion),
  );
  return h('div', { class: 'turn ariane', tabindex: '-1' }, bubble, foot.childElementCount > 0 && foot);
}

function sourceList(sources, strings) {
  const items = sources.map(({ title, publisher, date, url }) => {
    const safe = url && safeAddress(url);
    const rest = [publisher, date].filter(Boolean).join(', ');
    return h('li', {}, safe ? link(safe, title, strings.newTab) : title, rest && ` — ${rest}`);
  });
  return h('details', {}, h('summary', {}, fill(strings.sources, { count: sources.length })), h('ul', {}, items));
}

function thumbs(given, strings, onOpinion) {
  const buttons = ['up', 'down'].map((opinion) =>
    h(
      'button',
      {
        type: 'button',
        class: 'thumb',
        'aria-label': opinion === 'up' ? strings.useful : strings.useless,
        'aria-pressed': String(given === opinion),
        click: () => choose(opinion),
      },
      icon(opinion),
    ),
  );
  const group = h('div', { class: 'thumbs' }, buttons);
  const lock = () => buttons.forEach((button) => button.setAttribute('aria-disabled', 'true'));
  // Given once: the buttons stay where they are, so that the keyboard's place is not lost.
  function choose(opinion) {
    if (buttons[0].hasAttribute('aria-disabled')) return;
    buttons[opinion === 'up' ? 0 : 1].setAttribute('aria-pressed', 'true');
    lock();
    onOpinion(opinion);
  }
  if (given) lock();
  return group;
}

/** The buttons that Ariane offers; `onChoice(button)` is called with the one that was pressed. */
export function choices(buttons, strings, onChoice) {
  const shown = buttons.map((button) => {
    const address = button.url && safeAddress(button.url, ['tel:', 'mailto:']);
    if (address) return link(address, button.title, strings.newTab, 'choice');
    if (button.url) return null;
    // The second click of a double click would press what the answer has just put in the same place.
    const press = ({ detail }) => detail < 2 && onChoice(button);
    return h('button', { type: 'button', class: 'choice', click: press }, button.title);
  });
  return h('div', { class: 'choices', role: 'group', 'aria-label': strings.choices }, shown);
}

/** Why a message was not answered, under it, with the `ways` out, as [text, action]. */
export function failure(text, ways) {
  const buttons = ways.map(([title, click]) => h('button', { type: 'button', class: 'retry', click }, title));
  return h('div', { class: 'failure', role: 'alert' }, h('p', {}, text), buttons);
}
