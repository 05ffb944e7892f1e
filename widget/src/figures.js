/** Tables and salary charts of an answer. */
import { h, svg } from './dom.js';
import { fill } from './strings.js';

/** A comparison: the first column names the criteria. Where there is no room for columns, each criterion becomes a list. */
export function table({ columns, rows }, strings) {
  // The roles are those of the elements: they hold where the table is shown as a list, for want of room.
  const row = (...cells) => h('tr', { role: 'row' }, ...cells);
  const head = columns.map((column) => h('th', { scope: 'col', role: 'columnheader' }, String(column)));
  const body = rows.map(([first, ...cells]) =>
    row(
      h('th', { scope: 'row', role: 'rowheader' }, String(first)),
      cells.map((cell, i) => h('td', { role: 'cell', 'data-of': columns[i + 1] }, String(cell))),
    ),
  );
  return h(
    'div',
    { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': strings.table },
    h('table', { role: 'table' }, h('thead', { role: 'rowgroup' }, row(head)), h('tbody', { role: 'rowgroup' }, body)),
  );
}

const number = (value) => value.toLocaleString('fr-FR').replace(/\s/g, '\u00a0');

/** The figures of one bar in words: the text equivalent of its drawing, and visible to all. */
export function inWords(bar, strings) {
  const { low, typical, high } = bar;
  const values = Object.fromEntries(Object.entries({ low, typical, high }).map(([k, v]) => [k, v == null ? '' : number(v)]));
  const form =
    low != null && high != null ? strings.range : low != null ? strings.from : high != null ? strings.upTo : strings.about;
  const often = typical != null && form !== strings.about ? strings.often : '';
  return fill(form + often, values);
}

/** A chart of ranges: a line from low to high, a dot at the typical value, all on a scale that starts at zero. */
export function chart({ title, unit, bars }, strings) {
  const highest = Math.max(...bars.flatMap((bar) => [bar.low, bar.typical, bar.high].filter((value) => value != null)));
  const at = (value) => `${((value / highest) * 96 + 2).toFixed(2)}%`;
  const rows = bars.map((bar) =>
    h(
      'li',
      {},
      h('span', { class: 'bar-label' }, bar.label, bar.note && h('small', {}, ` (${bar.note})`)),
      h('span', { class: 'bar-words' }, inWords(bar, strings)),
      drawing(bar, at),
    ),
  );
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', {}, title, unit && h('small', {}, ` (${unit})`)),
    h('ul', { role: 'list' }, rows), // said for Safari, which takes a list without bullets for none
  );
}

function drawing({ low, typical, high }, at) {
  const ends = [low, typical, high].filter((value) => value != null);
  return svg(
    'svg',
    { class: 'bar', 'aria-hidden': 'true', width: '100%', height: '16' },
    svg('line', { class: 'track', x1: at(0), x2: '98%', y1: '8', y2: '8' }),
    ends.length > 1 && svg('line', { class: 'range', x1: at(Math.min(...ends)), x2: at(Math.max(...ends)), y1: '8', y2: '8' }),
    (typical ?? (ends.length === 1 ? ends[0] : null)) != null &&
      svg('circle', { class: 'dot', cx: at(typical ?? ends[0]), cy: '8', r: '6' }),
  );
}
