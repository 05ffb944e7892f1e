/** A screen so small that the discussion fills it: nothing behind it can be seen, and the device's keyboard covers half. */

/** As in styles/circumstances.css. */
export const small = matchMedia('(max-width: 480px), (max-height: 480px)');

const KEYBOARD = 80; // pixels: the least that a keyboard covers; the browser's own bars cover less

/** The rules that keep the discussion in the part of the screen that the device's keyboard leaves free. */
export function seenRules() {
  const { height, offsetTop, scale } = visualViewport;
  // Zooming with two fingers also shrinks what is seen, and must not shrink the discussion.
  const covered = scale < 1.01 && document.documentElement.clientHeight - height > KEYBOARD;
  return covered ? `:host{--seen-top:${offsetTop}px;--seen-height:${height}px}` : '';
}

/** On Tab at either end of `panel`, go to the other end: the page is behind, out of sight. */
export function turnRound(event, panel) {
  const stops = panel.querySelectorAll('header button, form :is(button, a)');
  const ends = [stops[0], stops[stops.length - 1]];
  const [from, to] = event.shiftKey ? ends : ends.reverse();
  if (panel.getRootNode().activeElement !== from) return;
  event.preventDefault();
  to.focus();
}
