/** Colours and sizes that a page sets by attributes, as rules of a style sheet: no style attribute is ever written. */

/** The rules for `accent` and the sizes given; values that are not CSS are left out. */
export function accentRules(accent, sizes) {
  const rules = [];
  if (accent && CSS.supports('color', accent)) {
    rules.push(`--ariane-accent:${accent};--ariane-on-accent:${readableOn(accent)}`);
  }
  for (const [name, value] of Object.entries(sizes))
    if (value && CSS.supports('height', value)) rules.push(`--ariane-${name}:${value}`);
  return `:host{${rules.join(';')}}`;
}

/** Black or white: the one that reads better on `colour`; at least 4.5 to 1 on any. */
function readableOn(colour) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = Array.from(context.getImageData(0, 0, 1, 1).data, (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
