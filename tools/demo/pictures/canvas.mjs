// What all pictures share: the canvas of 800 × 1000, the room with its light from the upper left, and the strokes.

export const colours = {
  cream: '#f8f1e5', sand: '#ead9bf', straw: '#dcb877', honey: '#c88d3b', marigold: '#e2a43a', coral: '#d9795c',
  terracotta: '#b8613f', clay: '#96523a', brick: '#7c3f2d', cocoa: '#4a2d24', ink: '#2c2523', rose: '#d99c8f',
  leaf: '#66784f', sage: '#a8b497', sea: '#4c8583', mist: '#a9c4bd', indigo: '#2f4769', sky: '#8fa6bd', ube: '#74527a',
  ash: '#e6dfd1', charcoal: '#4b4744', kraft: '#c9a070', wood: '#a8744a', brass: '#c9a24c',
};

/** Wall and floor of the room a product stands in. */
export const rooms = {
  oat: ['#f3eadc', '#e7d9c3'], blush: ['#f3dfd3', '#e5c8b7'], mist: ['#e2e8e1', '#cdd6cc'],
  sky: ['#dde5ea', '#c8d3da'], butter: ['#f6e8c8', '#ead6aa'], lilac: ['#e8dfe8', '#d5c8d6'],
  moss: ['#8d9a7d', '#7d8a6d'], dusk: ['#b9765b', '#a5634a'], night: ['#5d5a68', '#4d4a57'],
};

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const mix = (hex, other, part) => '#' + channels(hex)
  .map((value, at) => Math.round(value + (channels(other)[at] - value) * part).toString(16).padStart(2, '0')).join('');

export const dark = (hex, part = 0.2) => mix(hex, '#3d1e10', part);
export const light = (hex, part = 0.2) => mix(hex, '#fff8ec', part);

const number = (value) => String(Math.round(value * 10) / 10);
export const d = (parts, ...values) => parts.reduce((text, part, at) =>
  text + (typeof values[at - 1] === 'number' ? number(values[at - 1]) : values[at - 1]) + part);

export const path = (data, fill, more = '') => `<path d="${data}" fill="${fill}" ${more}/>`.replace(' />', '/>');
export const line = (data, stroke, width, more = '') =>
  path(data, 'none', `stroke="${stroke}" stroke-width="${width}" ${more.includes('linecap') ? '' : 'stroke-linecap="round" '}${more}`.trim());
export const ellipse = (cx, cy, rx, ry, fill, more = '') =>
  d`<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`.replace(' />', '/>');
export const rect = (x, y, width, height, fill, radius = 0, more = '') =>
  d`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${more}/>`
    .replace(' rx="0"', '').replace(' />', '/>');
export const group = (content, transform, more = '') => `<g transform="${transform}" ${more}>${content}</g>`
  .replace(' >', '>');
export const clip = (id, data, content) =>
  `<clipPath id="${id}"><path d="${data}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
export const pattern = (id, width, height, content, transform = '') =>
  `<pattern id="${id}" width="${width}" height="${height}" patternUnits="userSpaceOnUse"` +
  `${transform && ` patternTransform="${transform}"`}>${content}</pattern>`;
export const times = (count, draw) => Array.from({ length: count }, (_, at) => draw(at)).join('');

/** A shape in its colour, with the light on its left and the shade on its right. */
export const solid = (data, fill, depth = 1) => path(data, fill) + path(data, 'url(#side)', `opacity="${depth}"`);

/** Where something stands: the dark line of contact, and the soft shadow that falls to the right. */
export const shadow = (cx, cy, rx, strength = 1) =>
  ellipse(cx + rx * 0.22, cy + 4, rx * 1.3, rx * 0.17, 'url(#shadow)', `opacity="${0.5 * strength}"`) +
  ellipse(cx, cy, rx * 1.04, rx * 0.085, 'url(#shadow)', `opacity="${0.85 * strength}"`);

/** The soft shadow of something flat on what is right behind it. */
export const cast = (data, far = 1) => {
  const id = 's' + [...data].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 46656, 7).toString(36);
  return group(`<path id="${id}" d="${data}"/>` + [10, 15, 20].map((off) =>
    d`<use href="#${id}" x="${(off - 5) * far}" y="${(off - 5) * far}"/>`).join(''), d`translate(${5 * far} ${5 * far})`,
  'fill="#3a2115" fill-opacity=".075"');
};

/** A frond that is not in the picture, only its shadow on the wall. */
const frond = (transform) => group(
  line('M0 0Q220 50 520 -40', '#000', 7) +
  times(30, (at) => {
    const along = 0.1 + Math.floor(at / 2) * 0.062, side = at % 2 ? 1 : -1;
    const x = 440 * along * (1 - along) + 520 * along * along, y = 100 * along * (1 - along) - 40 * along * along;
    const long = 60 + 420 * along * (1.05 - along);
    return path(d`M0 -5C${long * 0.3} -17 ${long * 0.7} -11 ${long} 0C${long * 0.7} 9 ${long * 0.3} 9 0 5Z`, '#000',
      d`transform="translate(${x} ${y}) rotate(${side * (62 - along * 30) - 8})"`);
  }), transform, 'opacity=".05"');

/** The whole picture. */
export function picture({ title, room = 'oat', ground = 660, palm = 'right', body }) {
  const [wall, floor] = rooms[room];
  const shades = {
    right: 'translate(850 -40) rotate(158) scale(.95 1)', left: 'translate(-60 -60) rotate(34)', none: '',
  }[palm];
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 1000" role="img" aria-labelledby="t">
<title id="t">${title}</title>
<defs>
<radialGradient id="glow" cx=".3" cy=".22" r=".95"><stop offset="0" stop-color="#fff" stop-opacity=".55"/><stop offset=".6" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#3a2115" stop-opacity=".1"/></radialGradient>
<linearGradient id="depth" x2="0" y2="1"><stop stop-color="#3a2115" stop-opacity=".1"/><stop offset=".25" stop-color="#3a2115" stop-opacity="0"/></linearGradient>
<radialGradient id="shadow"><stop stop-color="#3a2115" stop-opacity=".6"/><stop offset=".55" stop-color="#3a2115" stop-opacity=".22"/><stop offset="1" stop-color="#3a2115" stop-opacity="0"/></radialGradient>
<linearGradient id="side"><stop stop-color="#fff8ec" stop-opacity=".26"/><stop offset=".32" stop-color="#fff8ec" stop-opacity=".06"/><stop offset=".55" stop-color="#3d1e10" stop-opacity=".02"/><stop offset="1" stop-color="#3d1e10" stop-opacity=".36"/></linearGradient>
<linearGradient id="fall" x2="0" y2="1"><stop offset=".3" stop-color="#2a1712" stop-opacity="0"/><stop offset="1" stop-color="#2a1712" stop-opacity=".3"/></linearGradient>
</defs>
${rect(0, 0, 800, 1000, wall)}${shades && frond(shades)}${rect(0, ground, 800, 1000 - ground, floor)}${rect(0, ground, 800, 1000 - ground, 'url(#depth)')}${rect(0, 0, 800, 1000, 'url(#glow)')}
${body}
</svg>
`;
  return text;
}
