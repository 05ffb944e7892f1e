/** Defines <ariane-chat>, and adds one to a page that has none: one script tag is enough. */
import { ArianeChat } from './ariane-chat.js';

const { dataset } = document.currentScript ?? { dataset: {} };

if (!customElements.get('ariane-chat')) customElements.define('ariane-chat', ArianeChat);

/** The script's data-* attributes become the element's: data-accent="#060" is accent="#060". */
function embed() {
  if ('manual' in dataset || document.querySelector('ariane-chat')) return;
  const element = document.createElement('ariane-chat');
  for (const [key, value] of Object.entries(dataset)) element.setAttribute(key, value);
  document.body.append(element);
}

if (document.readyState === 'loading') addEventListener('DOMContentLoaded', embed);
else embed();
