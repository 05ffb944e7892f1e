/** The only way that the widget makes elements: text stays text, and nothing is ever parsed as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Make an element. `properties` are attributes, save functions, which listen to the event that they are named after;
 * null, undefined and false leave an attribute out. Children are nodes or text; empty ones are skipped.
 */
export function h(name, properties = {}, ...children) {
  return furnish(document.createElement(name), properties, children);
}

/** Make an SVG element, the same way. */
export function svg(name, properties = {}, ...children) {
  return furnish(document.createElementNS(SVG, name), properties, children);
}

function furnish(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(key, value);
    else if (value != null && value !== false) element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== '' && child !== false));
  return element;
}

/** Text for screen readers only. */
export const hidden = (text) => h('span', { class: 'sr' }, text);
