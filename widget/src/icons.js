/** Line icons on a 24 by 24 grid; decoration only, the names stand in the buttons. */
import { svg } from './dom.js';

const PATHS = {
  // Ariadne's thread, wound up, with its loose end.
  thread: 'M12 4a8 8 0 1 0 8 8c0-3-2.2-5.2-5-5.2S9.8 9 9.8 11.6 11.5 15.5 13.5 15.5c1.4 0 2.3-1 2.3-2.3M4 12c0 5 4 8 9 8h8',
  close: 'M6 6l12 12M18 6L6 18',
  menu: 'M5 12h.01M12 12h.01M19 12h.01',
  enlarge: 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7',
  reduce: 'M20 10h-6V4M14 10l6-6M4 14h6v6M10 14l-6 6',
  send: 'M5 12h13M12 6l6 6-6 6',
  up: 'M7 11v9H4v-9zM7 11l4-7c1.5 0 2.5 1 2.5 2.5L13 10h5.5c1 0 1.7 1 1.4 2l-1.7 6.5c-.2.9-1 1.5-1.9 1.5H7',
  down: 'M17 13V4h3v9zM17 13l-4 7c-1.5 0-2.5-1-2.5-2.5L11 14H5.5c-1 0-1.7-1-1.4-2l1.7-6.5C6 4.6 6.8 4 7.7 4H17',
};

export const icon = (name) =>
  svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: `icon icon-${name}` }, svg('path', { d: PATHS[name] }));
