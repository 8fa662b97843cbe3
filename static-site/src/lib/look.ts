import type { Look } from './types';

// What a shop looks like, from the three colours that its owner chose. Both schemes are made from them, and text keeps
// the contrast that WCAG 2.2 asks for (1.4.3: 4.5 : 1) whatever was chosen; styles/tokens.css mixes the tints.

type Rgb = readonly [number, number, number];
const Least = 4.5;
const Good = 7;
const Black: Rgb = [0, 0, 0];
const White: Rgb = [255, 255, 255];

/** As the pages look before an owner has said anything. */
export const plainLook: Look = { accent: '#3f5d54', paper: '#fbfaf6', ink: '#23231f' };

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

function read(text: string): Rgb {
  const number = parseInt(text.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

const write = (colour: Rgb): string =>
  '#' + colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('');

const mix = (one: Rgb, other: Rgb, share: number): Rgb =>
  [0, 1, 2].map((at) => (one[at] ?? 0) * (1 - share) + (other[at] ?? 0) * share) as unknown as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The colour itself where it can be read on that ground; else moved towards black or white until it can. */
function readable(colour: Rgb, ground: Rgb, least = Least): Rgb {
  const away = luminance(ground) > 0.18 ? Black : White;
  for (let share = 0; share < 1; share += 0.02) {
    const moved = mix(colour, away, share);
    if (contrast(moved, ground) >= least) return moved;
  }
  return away;
}

/** The same hue, lighter or darker until it can be read on that ground. */
function toned(colour: Rgb, ground: Rgb): Rgb {
  const up = luminance(ground) <= 0.18;
  const [low, high] = [Math.min(...colour), Math.max(...colour)];
  const middle = (low + high) / 2;
  const room = (level: number) => Math.min(level, 255 - level);
  for (let level = middle; level >= 0 && level <= 255; level += up ? 3 : -3) {
    // As in HSL: what sets a hue apart from grey grows and shrinks with the room that there is for it.
    const share = room(middle) > 0 ? room(level) / room(middle) : 0;
    const moved = colour.map((part) => level + (part - middle) * share) as unknown as Rgb;
    if (contrast(moved, ground) >= Least) return moved;
  }
  return up ? White : Black;
}

/** What is written on a ground of that colour. */
function written(ground: Rgb, light: Rgb, dark: Rgb): Rgb {
  const better = contrast(light, ground) >= contrast(dark, ground) ? light : dark;
  return readable(better, ground);
}

/** The properties that styles/tokens.css mixes everything else from. */
export function coloursOf(look: Look): Record<string, string> {
  const [paper, ink, accent] = [read(look.paper), read(look.ink), read(look.accent)];
  const dark = luminance(paper) < luminance(ink);
  const night = dark ? paper : mix(readable(ink, White, 14), Black, 0.3);
  // Tints of the ground are a little nearer to what is written on them: the first has to be readable on those too.
  const sides = {
    day: { paper, ink: readable(ink, paper, Good) },
    night: { paper: night, ink: dark ? readable(ink, paper, Good) : readable(mix(paper, night, 0.05), night, 9) }
  };
  const made = Object.entries(sides).flatMap(([side, { paper: ground, ink: text }]) => {
    const tone = toned(accent, mix(ground, text, 0.1));
    const on = written(tone, mix(side === 'day' ? ground : text, White, 0.4), mix(night, Black, 0.2));
    return Object.entries({ paper: ground, ink: text, accent: tone, 'on-accent': on }).map(
      ([name, colour]) => [`--${side}-${name}`, write(colour)] as const
    );
  });
  return { ...Object.fromEntries(made), 'color-scheme': dark ? 'dark' : 'light dark' };
}

/** What an owner should know of her choice, colour by colour; below 4.5 : 1 the shop does not keep it. */
export function doubtsOf(look: Look): { name: 'accent' | 'ink'; message: string }[] {
  if (![look.accent, look.paper, look.ink].every(isColour)) return [];
  const [paper, ink, accent] = [read(look.paper), read(look.ink), read(look.accent)];
  const says = (colour: Rgb) => `${(Math.floor(contrast(colour, paper) * 10) / 10).toFixed(1)} : 1`;
  const doubts: { name: 'accent' | 'ink'; message: string }[] = [];
  if (contrast(ink, paper) < Least)
    doubts.push({ name: 'ink', message: `Text cannot be read on this paper (${says(ink)}; 4.5 is the least).` });
  else if (contrast(ink, paper) < Good)
    doubts.push({ name: 'ink', message: `Small text is hard to read on this paper (${says(ink)}; 7 is good).` });
  if (contrast(accent, paper) < Least)
    doubts.push({ name: 'accent', message: `Links cannot be read on this paper (${says(accent)}; 4.5 is the least).` });
  return doubts;
}
