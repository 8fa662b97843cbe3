// Bags and baskets.
import { cast, clip, colours as c, d, dark, ellipse, group, light, line, path, pattern, rect, shadow, solid, times } from './canvas.mjs';

/** Rows of braid: two strands that lean against each other. */
const braid = (id, fibre) => pattern(id, 34, 40,
  rect(0, 0, 34, 40, dark(fibre, 0.38)) +
  path('M1 2C12 -1 27 6 33 18C22 21 7 14 1 2Z', light(fibre, 0.2)) +
  path('M1 38C12 41 27 34 33 22C22 19 7 26 1 38Z', fibre) +
  line('M6 5Q18 7 28 15M6 35Q18 33 28 25', dark(fibre, 0.22), 1.2));

export function tote({ fibre = c.straw, band = null }) {
  const body = 'M172 440C196 452 604 452 628 440L600 790C597 818 570 830 540 832H260C230 830 203 818 200 790Z';
  const handle = 'M268 470C262 330 300 214 400 214C500 214 538 330 532 470';
  const rope = (data, fill) => line(data, dark(fill, 0.28), 30) + line(data, fill, 24) +
    line(data, dark(fill, 0.25), 24, 'stroke-dasharray="2 13" stroke-linecap="butt"');
  const bands = band ? rect(150, 520, 500, 80, 'url(#band)') + rect(150, 640, 500, 120, 'url(#band)') : '';
  return braid('weave', fibre) + (band ? braid('band', light(band, 0.12)) : '') + shadow(400, 826, 230) +
    group(rope(handle, dark(fibre, 0.22)), 'translate(14 -18)') +
    ellipse(400, 440, 228, 26, dark(fibre, 0.6)) +
    clip('body', body, rect(150, 400, 500, 440, 'url(#weave)') + bands) +
    path(body, 'url(#side)') + path(body, 'url(#fall)') +
    line('M174 452C230 468 570 468 626 452', dark(fibre, 0.35), 26, 'opacity=".55"') +
    line('M174 446C230 462 570 462 626 446', light(fibre, 0.1), 20) +
    line('M174 446C230 462 570 462 626 446', dark(fibre, 0.25), 20, 'stroke-dasharray="2 15" stroke-linecap="butt"') +
    rope(handle, fibre) +
    path('M250 462h38v52q-19 12-38 0ZM512 462h38v52q-19 12-38 0Z', dark(fibre, 0.38)) +
    line('M258 474h22m-22 12h22m-22 12h22m240-24h22m-22 12h22m-22 12h22', light(fibre, 0.1), 2.5);
}

/** Split bamboo: flat strips over and under standing ones. */
const splint = (id, strip) => pattern(id, 56, 36,
  rect(0, 0, 56, 36, dark(strip, 0.5)) +
  rect(1, 1, 38, 16, light(strip, 0.1), 4) + rect(29, 19, 38, 16, strip, 4) + rect(-27, 19, 38, 16, strip, 4) +
  rect(42, 0, 11, 20, dark(strip, 0.16), 3) + rect(14, 17, 11, 22, dark(strip, 0.16), 3) +
  line('M6 6h28M34 24h26M-22 24h26', light(strip, 0.35), 1.4));

export function harvestBasket({ strip = c.straw, rim = c.wood }) {
  const body = 'M150 530a250 62 0 0 0 500 0C640 660 594 800 540 826C460 846 340 846 260 826C206 800 160 660 150 530Z';
  const arch = 'M176 540C176 300 270 190 400 190C530 190 624 300 624 540';
  const wrapped = (data, width) => line(data, dark(rim, 0.4), width + 6) + line(data, rim, width) +
    line(data, light(rim, 0.22), width, 'stroke-dasharray="5 15" stroke-linecap="butt"');
  return splint('weave', strip) + shadow(400, 830, 200) +
    ellipse(400, 530, 250, 62, dark(strip, 0.55)) +
    clip('inside', 'M150 530a250 62 0 0 1 500 0a250 62 0 0 1-500 0Z',
      group(rect(0, 0, 600, 140, 'url(#weave)'), 'translate(130 460)', 'opacity=".35"') +
      path('M150 530a250 62 0 0 1 500 0Z', 'url(#fall)')) +
    path('M226 570C222 500 300 446 352 480C380 430 470 438 486 486C540 464 596 514 574 570Q400 640 226 570Z', c.cream) + path('M226 570C222 500 300 446 352 480C380 430 470 438 486 486C540 464 596 514 574 570Q400 640 226 570Z', 'url(#side)', 'opacity=".7"') +
    line('M296 486q14 50-4 100M352 480q18 60 4 116M486 486q-20 50-6 100M432 462q-14 70 6 130', dark(c.cream, 0.25), 4, 'opacity=".55"') +
    clip('body', body, rect(140, 520, 520, 330, 'url(#weave)')) +
    path(body, 'url(#side)') + path(body, 'url(#fall)') +
    line('M152 536a250 62 0 0 0 496 0', dark(rim, 0.5), 40, 'opacity=".35"') +
    wrapped('M152 530a250 62 0 0 0 496 0', 28) + wrapped(arch, 24) +
    line('M184 700C300 742 500 742 616 700', dark(rim, 0.2), 9, 'opacity=".75"');
}

/** Coils: round rows, bound with slanted stitches. */
const coil = (id, leaf) => pattern(id, 22, 30,
  rect(0, 0, 22, 30, leaf) + rect(0, 25, 22, 5, dark(leaf, 0.45)) + rect(0, 0, 22, 7, light(leaf, 0.28)) +
  line('M5 24L13 2M16 24L24 2M-6 24L2 2', dark(leaf, 0.24), 2));

export function liddedBasket({ leaf = c.straw, band = c.terracotta }) {
  const body = 'M188 520C176 640 184 760 214 808C250 846 550 846 586 808C616 760 624 640 612 520Z';
  const lid = 'M168 500C168 420 270 364 400 364C530 364 632 420 632 500C632 552 168 552 168 500Z';
  return coil('weave', leaf) + coil('band', band) + shadow(400, 830, 212) +
    clip('body', body, rect(150, 510, 500, 340, 'url(#weave)') + rect(150, 630, 500, 60, 'url(#band)') +
      rect(150, 720, 500, 30, 'url(#band)') +
      path('M168 500C168 590 632 590 632 500V480H168Z', dark(leaf, 0.6), 'opacity=".4"')) +
    path(body, 'url(#side)') + path(body, 'url(#fall)') +
    clip('lid', lid,
      rect(150, 350, 500, 220, leaf) +
      times(7, (at) => ellipse(400, 396 + at * 17, 46 + at * 34, 11 + at * 11, 'none',
        `stroke="${at % 3 === 1 ? band : dark(leaf, at % 2 ? 0.3 : 0.16)}" stroke-width="${at % 3 === 1 ? 18 : 5}"`)) +
      line(times(24, (at) => {
        const turn = (at + 0.5) / 24 * Math.PI * 2;
        return d`M${400 + Math.cos(turn) * 60} ${410 + Math.sin(turn) * 18}L${400 + Math.cos(turn) * 300} ${480 + Math.sin(turn) * 120}`;
      }), dark(leaf, 0.3), 2, 'opacity=".35"')) +
    path(lid, 'url(#side)') +
    line('M170 508C190 556 610 556 630 508', dark(leaf, 0.35), 8) +
    line('M169 500C182 546 618 546 631 500', light(leaf, 0.3), 7) +
    ellipse(408, 384, 48, 16, dark(leaf, 0.6), 'opacity=".35"') +
    solid('M364 340a36 32 0 1 1 72 0c0 26-14 44-36 44s-36-18-36-44Z', band) +
    line('M372 330q28 16 56 0M370 348q30 18 60 0', dark(band, 0.3), 3);
}

/** Inabel stripes: broad and narrow, with dotted floats between them. */
const stripes = (id, ground, thread, accent) => pattern(id, 76, 20,
  rect(0, 0, 76, 20, ground) + rect(4, 0, 22, 20, thread) + rect(32, 0, 4, 20, accent) + rect(62, 0, 5, 20, thread) +
  line('M49 4v5m-6 5v5m12-5v5', thread, 4) + line('M0 .7h76M0 10.7h76', '#fff', 1, 'opacity=".13"'));

export function shoulderBag({ thread = c.indigo, accent = c.coral }) {
  const body = 'M196 470H604L622 776C622 806 604 826 574 828H226C196 826 178 806 178 776Z';
  const flap = 'M186 476C186 456 196 447 216 446C320 438 480 438 584 446C604 447 614 456 614 476L612 610C604 684 500 712 400 712C300 712 196 684 188 610Z';
  const strap = 'M214 470C190 300 268 150 400 150C532 150 610 300 586 470';
  return stripes('cloth', c.cream, thread, accent) + shadow(400, 826, 226) +
    line(strap, dark(thread, 0.4), 34) + line(strap, thread, 30) +
    line(strap, light(thread, 0.35), 20, 'stroke-dasharray="3 5" stroke-linecap="butt" opacity=".5"') +
    clip('body', body, rect(160, 440, 480, 400, 'url(#cloth)')) + path(body, 'url(#side)') + path(body, 'url(#fall)') +
    clip('under', body, cast(flap, 0.9) + cast(flap, 0.5)) +
    clip('flap', flap, rect(160, 430, 480, 300, 'url(#cloth)')) + path(flap, 'url(#side)') +
    line('M198 612C214 676 304 702 400 702C496 702 586 676 602 612', light(thread, 0.5), 3, 'stroke-dasharray="9 7"') +
    rect(196, 428, 40, 66, dark(c.wood, 0.15), 8) + rect(564, 428, 40, 66, dark(c.wood, 0.15), 8) +
    line('M204 436v50M228 436v50M572 436v50M596 436v50', light(c.wood, 0.35), 2, 'stroke-dasharray="6 5"') +
    line('M400 640v30', c.cocoa, 7) + ellipse(403, 680, 25, 25, c.ink, 'opacity=".3"') +
    ellipse(400, 675, 25, 25, c.wood) + ellipse(400, 675, 17, 17, light(c.wood, 0.15)) +
    ellipse(394, 675, 3.5, 3.5, c.cocoa) + ellipse(406, 675, 3.5, 3.5, c.cocoa);
}

/** A light check, as hablon is woven. */
export const check = (id, ground, warp, weft, size = 60) => pattern(id, size, size,
  rect(0, 0, size, size, ground) +
  rect(size * 0.12, 0, size * 0.3, size, warp, 0, 'opacity=".75"') + rect(0, size * 0.12, size, size * 0.3, warp, 0, 'opacity=".55"') +
  rect(size * 0.68, 0, size * 0.06, size, weft) + rect(0, size * 0.68, size, size * 0.06, weft) +
  line(times(Math.floor(size / 5), (at) => `M0 ${at * 5 + 1}h${size}`), '#fff', 1, 'opacity=".12"'));

export function zipPouch({ ground = c.coral, warp = c.brick, weft = c.cream }) {
  const body = 'M132 462C132 440 140 430 160 429C300 422 500 422 640 429C660 430 668 440 668 462C678 560 676 660 668 744C666 764 656 772 638 773C480 781 320 781 162 773C144 772 134 764 132 744C124 660 122 560 132 462Z';
  const flat = check('cloth', ground, warp, weft, 72) +
    cast(body, 1.1) +
    clip('body', body, rect(100, 420, 600, 370, 'url(#cloth)')) + path(body, 'url(#side)') + path(body, 'url(#fall)', 'opacity=".6"') +
    clip('tape', body, path('M120 410H680V470C500 462 300 462 120 470Z', dark(warp, 0.35))) +
    line('M150 447C320 440 480 440 640 447', c.brass, 13, 'stroke-dasharray="5 4" stroke-linecap="butt"') +
    line('M150 447C320 440 480 440 640 447', light(c.brass, 0.4), 2) +
    rect(612, 432, 34, 30, dark(c.brass, 0.1), 7) + line('M640 448q34 6 40 34', c.brass, 7) +
    path('M664 478h32l8 92q-24 14-48 0Z', c.wood) + line('M670 500h20M668 520h24', dark(c.wood, 0.35), 3) +
    line('M152 484C320 476 480 476 648 484', light(ground, 0.55), 3, 'stroke-dasharray="9 7"');
  return group(flat, 'translate(400 540) rotate(-9) scale(1.08) translate(-404 -606)');
}
