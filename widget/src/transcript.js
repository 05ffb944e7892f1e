/** The conversation taken away: as text on the clipboard, or on paper. */
import { inWords } from './figures.js';
import { h } from './dom.js';
import paper from './styles/print.css';

/** The messages shown, as text: tables and charts become lines. */
export function asText(messages, strings) {
  return messages.map((message) => said(message, strings)).join('\n\n');
}

function said({ from, text, table, chart, sources }, strings) {
  const lines = [`${from === 'visitor' ? strings.you : strings.name}\u00a0: ${text ?? ''}`];
  for (const [first, ...cells] of table?.rows ?? [])
    lines.push(`- ${first} — ${cells.map((cell, i) => `${table.columns[i + 1]}\u00a0: ${cell}`).join(' ; ')}`);
  if (chart) {
    lines.push(`${chart.title} (${chart.unit})`);
    lines.push(...chart.bars.map((bar) => `- ${bar.label}\u00a0: ${inWords(bar, strings)}`));
  }
  lines.push(...(sources ?? []).map(({ title, publisher, date, url }) => `[${[title, publisher, date, url].filter(Boolean).join(', ')}]`));
  return lines.join('\n');
}

/** Put `text` on the clipboard; tell whether the browser allowed it. */
export async function copy(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no such clipboard: the old way still works there.
    const { activeElement } = root;
    const area = h('textarea', { class: 'sr', 'aria-hidden': 'true' });
    area.value = text;
    root.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    activeElement?.focus();
    return done;
  }
}

/** Print `log` alone, in a frame of its own: the page around it is left as it is. */
export async function print(log, title, root) {
  const frame = h('iframe', { class: 'sr', 'aria-hidden': 'true', tabindex: '-1', title });
  const loaded = new Promise((resolve) => {
    frame.addEventListener('load', resolve);
    setTimeout(resolve, 200); // some browsers have an empty frame ready at once, and say nothing
  });
  root.append(frame);
  await loaded;
  const { contentDocument: page, contentWindow: view } = frame;
  const copied = log.cloneNode(true);
  copied.querySelectorAll('button, .choices, .failure').forEach((element) => element.remove());
  copied.querySelectorAll('details').forEach((element) => element.setAttribute('open', ''));
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(paper);
  page.adoptedStyleSheets = [sheet];
  page.documentElement.lang = 'fr';
  page.title = title;
  page.body.replaceChildren(h('h1', {}, title), ...copied.childNodes);
  view.addEventListener('afterprint', () => setTimeout(() => frame.remove()));
  view.print();
}
