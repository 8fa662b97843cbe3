// What is worn.
import { cast, clip, colours as c, d, dark, ellipse, group, light, line, path, pattern, rect, shadow, solid, times } from './canvas.mjs';

const hanger = (y) =>
  line(d`M400 ${y + 4}C400 ${y - 30} 430 ${y - 34} 430 ${y - 62}C430 ${y - 96} 378 ${y - 98} 374 ${y - 66}`, c.brass, 8) +
  line(d`M206 ${y + 74}C270 ${y + 30} 360 ${y + 8} 400 ${y + 6}C440 ${y + 8} 530 ${y + 30} 594 ${y + 74}`, dark(c.wood, 0.2), 22) +
  line(d`M206 ${y + 70}C270 ${y + 26} 360 ${y + 4} 400 ${y + 2}C440 ${y + 4} 530 ${y + 26} 594 ${y + 70}`, c.wood, 14);

/** Sprigs for the front of a barong, from collar to hem. */
const sprigs = (thread) => pattern('sprigs', 84, 112,
  line('M42 4L62 32L42 60L22 32Z', thread, 3) + line('M42 18L52 32L42 46L32 32Z', thread, 2.4) +
  ellipse(42, 32, 4, 4, thread) +
  line('M42 62v46M42 74q-22-2-28 14q20 6 28-14M42 74q22-2 28 14q-20 6-28-14', thread, 2.6));

export function barong({ cloth = '#f9efd9', thread = '#b8955a' }) {
  const front = 'M330 214C300 226 262 238 236 254C226 320 232 420 230 520C228 640 222 760 214 850C330 868 470 868 586 850C578 760 572 640 570 520C568 420 574 320 564 254C538 238 500 226 470 214C440 238 360 238 330 214Z';
  const sleeve = 'M244 250C206 262 180 292 168 340C148 440 128 600 120 746C148 762 188 764 210 756C222 640 232 520 240 420Z';
  const sleeves = (fill, more) => path(sleeve, fill, more) + group(path(sleeve, fill, more), 'translate(800 0) scale(-1 1)');
  return sprigs(thread) + hanger(186) +
    cast(front, 1.1) + cast(sleeve, 1.1) + group(cast(sleeve, 1.1), 'translate(800 0) scale(-1 1)') +
    sleeves(cloth, 'opacity=".92"') + sleeves('url(#side)', 'opacity=".6"') +
    line('M122 722q44 16 90 8M678 722q-44 16-90 8', thread, 3) + line('M122 700q44 16 92 8M678 700q-44 16-92 8', thread, 2, 'stroke-dasharray="6 6"') +
    path(front, cloth, 'opacity=".96"') +
    path('M300 262C296 420 290 640 280 846Q400 862 520 846C510 640 504 420 500 262Q400 330 300 262Z', '#fff', 'opacity=".32"') +
    clip('front', front,
      group(rect(0, 0, 84, 504, 'url(#sprigs)'), 'translate(358 232)') +
      group(rect(0, 0, 84, 336, 'url(#sprigs)'), 'translate(262 300)', 'opacity=".5"') +
      group(rect(0, 0, 84, 336, 'url(#sprigs)'), 'translate(454 300)', 'opacity=".5"') +
      line(times(40, (at) => `M${206 + at * 10} 200V880`), thread, 1, 'opacity=".16"')) +
    path(front, 'url(#side)', 'opacity=".75"') + path(front, 'url(#fall)', 'opacity=".3"') +
    line('M356 244V736H444V244', dark(cloth, 0.22), 2.5) + line('M400 250V736', dark(cloth, 0.3), 2) +
    times(5, (at) => ellipse(400, 330 + at * 92, 6, 6, '#fff', `stroke="${thread}" stroke-width="2"`)) +
    path('M322 208C330 190 352 182 372 180C380 206 392 226 402 246C376 262 344 264 322 252C314 240 316 222 322 208Z', light(cloth, 0.5)) +
    path('M478 208C470 190 448 182 428 180C420 206 408 226 398 246C424 262 456 264 478 252C486 240 484 222 478 208Z', light(cloth, 0.3)) +
    line('M322 252C344 264 376 262 402 246C424 262 456 264 478 252', dark(cloth, 0.25), 2.5) +
    line('M236 254C240 330 234 420 238 500M564 254C560 330 566 420 562 500', dark(cloth, 0.3), 2.5) +
    line('M300 560q-14 130-20 280M500 560q14 130 20 280', dark(cloth, 0.2), 5, 'opacity=".35"');
}

/** A flower of five petals, as it is stitched; drawn once, then used. */
const flower = (petal, heart) => '<g id="flower">' +
  times(5, (at) => ellipse(0, -11, 6, 11, petal, `transform="rotate(${at * 72})"`)) + ellipse(0, 0, 5, 5, heart) + '</g>';
const blossom = (x, y, size) => d`<use href="#flower" transform="translate(${x} ${y}) scale(${size})"/>`;

export function blouse({ cloth = '#fbf6ec', thread = c.coral, second = c.leaf }) {
  const front = 'M316 236C290 242 262 250 240 264C238 330 258 392 254 452C246 560 224 700 208 806C330 834 470 834 592 806C576 700 554 560 546 452C542 392 562 330 560 264C538 250 510 242 484 236C470 310 330 310 316 236Z';
  const sleeve = 'M246 260C206 272 174 310 156 370C140 430 124 500 112 566C136 596 196 608 226 598C238 540 250 480 258 430Z';
  const sleeves = (fill, more) => path(sleeve, fill, more) + group(path(sleeve, fill, more), 'translate(800 0) scale(-1 1)');
  const cuff = line('M114 556Q160 588 228 588', thread, 4) + blossom(140, 552, 0.8) +
    blossom(172, 566, 0.9) + blossom(206, 568, 0.8);
  const spray = line('M400 330C360 338 318 334 280 300M330 328q-4 22-22 30M370 334q0 20-14 32', second, 4) +
    path('M300 318q-26 4-34 24q24 0 34-24ZM352 334q-22 10-26 30q22-4 26-30ZM322 330q-6-24 10-36q10 18-10 36ZM378 336q-4-20 8-30q10 16-8 30Z', second) +
    blossom(284, 304, 1.2) + blossom(342, 334, 1.5) + blossom(312, 360, 0.9) +
    blossom(358, 372, 0.8);
  const mirrored = (id) => `<use href="#${id}" transform="translate(800 0) scale(-1 1)"/>`;
  return `<defs>${flower(thread, c.marigold)}</defs>` + hanger(186) +
    cast(front, 1.1) + cast(sleeve, 1.1) + group(cast(sleeve, 1.1), 'translate(800 0) scale(-1 1)') +
    path('M316 236C340 258 460 258 484 236C470 310 330 310 316 236Z', dark(cloth, 0.3)) +
    sleeves(cloth) + sleeves('url(#side)', 'opacity=".75"') + `<g id="cuff">${cuff}</g>${mirrored('cuff')}` +
    solid(front, cloth, 0.7) + path(front, 'url(#fall)', 'opacity=".3"') +
    line('M318 240C332 314 468 314 482 240', thread, 5) + line('M308 244C326 332 474 332 492 244', thread, 2.5, 'stroke-dasharray="7 6"') +
    `<g id="spray">${spray}</g>${mirrored('spray')}` + blossom(400, 340, 1.9) +
    blossom(400, 394, 1) + line('M400 362v18', second, 4) +
    line('M260 460q-6 160-24 340M330 480q-8 180-14 334M470 480q8 180 14 334M540 460q6 160 24 340', dark(cloth, 0.22), 6, 'opacity=".35"') +
    line('M212 786C330 812 470 812 588 786', thread, 2.5, 'stroke-dasharray="7 6"');
}

export function shawl({ warp = c.marigold, weft = c.coral, edge = c.cream }) {
  const cloth = 'M222 236C240 220 560 220 578 236C586 400 574 560 584 762C520 774 470 758 400 768C330 776 280 760 216 770C228 560 214 400 222 236Z';
  const fringe = times(31, (at) => {
    const x = 222 + at * 11.9, y = 764 + 5 * Math.sin(at * 0.7);
    return d`M${x} ${y}q${(at % 3) * 2 - 2} 30 ${(at % 5) - 2} ${62 + (at % 4) * 4}`;
  });
  return pattern('cloth', 96, 18,
    rect(0, 0, 96, 18, warp) + rect(20, 0, 26, 18, weft, 0, 'opacity=".55"') + rect(58, 0, 6, 18, edge, 0, 'opacity=".7"') + rect(70, 0, 6, 18, weft) +
    rect(0, 9, 96, 4, weft, 0, 'opacity=".28"') + rect(0, 0, 96, 2, '#fff', 0, 'opacity=".12"')) +
    line('M96 262H704', c.ink, 26, 'opacity=".1"') + line('M90 238H710', dark(c.wood, 0.15), 26) + line('M92 233H706', light(c.wood, 0.15), 9) +
    ellipse(88, 238, 20, 20, dark(c.wood, 0.3)) + ellipse(712, 238, 20, 20, dark(c.wood, 0.3)) +
    cast('M222 250H578L588 806H212Z', 1.4) +
        line(fringe, dark(weft, 0.15), 3.4) + line(fringe, light(warp, 0.25), 1.4) +
    clip('cloth-edge', cloth, rect(200, 216, 400, 570, 'url(#cloth)') +
      times(5, (at) => rect(200, 640 + at * 24, 400, at % 2 ? 5 : 12, at % 2 ? edge : weft)) +
      times(5, (at) => path(d`M${236 + at * 78} 236q${16 - at * 5} 260 ${at * 4 - 10} 540h26q${-8 + at} -280 ${4 - at * 2} -540Z`, c.ink, 'opacity=".13"') +
        path(d`M${268 + at * 76} 236q${12 - at * 4} 260 ${at * 4 - 8} 540h14q${-6 + at} -280 0 -540Z`, '#fff', 'opacity=".15"'))) +
    path(cloth, 'url(#side)') + path('M222 236C240 220 560 220 578 236C560 262 240 262 222 236Z', '#fff', 'opacity=".25"') +
    line(times(16, (at) => d`M${224 + at * 23.4} ${786 + 5 * Math.sin(at * 1.4)}v1`), weft, 9);
}

const sole = 'M0 -270C62 -270 96 -206 92 -130C88 -60 66 -20 70 60C76 150 70 262 0 266C-70 262 -82 150 -76 60C-72 -10 -96 -60 -96 -130C-96 -206 -62 -270 0 -270Z';

export function slippers({ fibre = c.straw, band = c.indigo }) {
  const strap = 'M-104 -116C-112 -60 -104 0 -92 40C-30 4 30 4 86 40C100 0 108 -60 100 -116C40 -166 -44 -166 -104 -116Z';
  const one = (id) =>
    cast(sole, 1.2) +
    group(path(sole, dark(c.kraft, 0.35)), 'translate(3 6)') + path(sole, fibre) +
    clip(`sole${id}`, sole, rect(-110, -280, 220, 560, 'url(#bed)')) +
    group(line(sole, dark(fibre, 0.3), 9), 'scale(.93 .96)') + group(line(sole, light(fibre, 0.3), 4, 'stroke-dasharray="9 8"'), 'scale(.93 .96)') +
    clip(`on${id}`, sole, cast(strap, 0.9)) +
    clip(`strap${id}`, strap, rect(-120, -170, 240, 230, 'url(#strap)') + rect(-120, -98, 240, 30, band) + rect(-120, -54, 240, 12, band) +
      line('M-120 -90H120M-120 -78H120', light(band, 0.3), 2, 'stroke-dasharray="8 6"')) +
    path(strap, 'url(#side)') + line('M-92 40C-30 4 30 4 86 40M-104 -116C-44 -166 40 -166 100 -116', dark(fibre, 0.4), 7) +
    line('M-92 40C-30 4 30 4 86 40M-104 -116C-44 -166 40 -166 100 -116', light(fibre, 0.2), 5, 'stroke-dasharray="6 6" stroke-linecap="butt"');
  return pattern('bed', 24, 20, rect(0, 0, 24, 20, fibre) + line('M0 4q6 8 12 0t12 0M0 14q6 8 12 0t12 0', dark(fibre, 0.2), 3)) +
    pattern('strap', 30, 30, rect(0, 0, 30, 30, dark(fibre, 0.35)) + path('M1 2C10 0 22 6 29 13C20 16 8 12 1 2Z', light(fibre, 0.15)) +
      path('M1 28C10 30 22 24 29 17C20 14 8 18 1 28Z', fibre)) +
    group(one('a'), 'translate(252 500) rotate(-7) scale(1.16)') + group(group(one('b'), 'scale(-1 1)'), 'translate(552 536) rotate(9) scale(1.16)');
}
