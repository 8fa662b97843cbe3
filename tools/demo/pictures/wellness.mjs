// Wellness.
import { clip, colours as c, d, dark, ellipse, group, light, line, path, rect, shadow, solid, times } from './canvas.mjs';

const ylang = (transform) => group(
  times(6, (at) => group(path('M0 0C-26 -30 -28 -84 6 -128C26 -86 24 -34 0 0Z', at % 2 ? '#e9c545' : '#dcb433') + line('M0 -8Q-8 -60 5 -112', '#b8922a', 3),
    `rotate(${at * 60 + [0, 8, -6, 4, -4, 6][at]})`)) + ellipse(0, 0, 15, 15, c.leaf) + ellipse(-3, -3, 8, 8, light(c.leaf, 0.3)), transform);

const calamansi = (transform) => group(
  ellipse(0, 0, 64, 64, c.leaf) + ellipse(0, 0, 57, 57, '#f4ecc9') + ellipse(0, 0, 51, 51, '#e5a83f') +
  times(9, (at) => `<path d="M0 -4L13 -44Q0 -54 -13 -44Z" fill="#efbf5c" stroke="#f4ecc9" stroke-width="4" transform="rotate(${at * 40})"/>`) +
  ellipse(0, 0, 6, 6, '#f4ecc9') + path('M-40 -40A57 57 0 0 1 20 -53', 'none', 'stroke="#fff" stroke-width="6" opacity=".5"'), transform);

const plainSprig = (transform) => group(line('M-90 20Q0 -10 90 -40', c.leaf, 6) +
  times(6, (at) => path('M0 0C6 -22 28 -34 50 -30C44 -8 24 6 0 0Z', at % 2 ? c.leaf : c.sage,
    d`transform="translate(${-70 + at * 30} ${14 - at * 9}) rotate(${at % 2 ? 60 : -30})"`)), transform);

const sides = { calamansi, ylang, plain: plainSprig };

export function soap({ bar = '#d9dfb6', side = 'calamansi', paper = c.cream }) {
  const block = (y, shift) => {
    const top = d`M${196 + shift} ${y}L${306 + shift} ${y - 62}C${316 + shift} ${y - 68} ${326 + shift} ${y - 70} ${338 + shift} ${y - 70}H${612 + shift}C${640 + shift} ${y - 70} ${646 + shift} ${y - 54} ${630 + shift} ${y - 44}L${536 + shift} ${y + 6}C${520 + shift} ${y + 14} ${510 + shift} ${y + 16} ${492 + shift} ${y + 16}H${214 + shift}C${186 + shift} ${y + 16} ${180 + shift} ${y + 8} ${196 + shift} ${y}Z`;
    const face = d`M${187 + shift} ${y + 6}V${y + 96}C${187 + shift} ${y + 112} ${196 + shift} ${y + 120} ${214 + shift} ${y + 120}H${494 + shift}C${512 + shift} ${y + 120} ${522 + shift} ${y + 116} ${536 + shift} ${y + 108}L${630 + shift} ${y + 50}C${638 + shift} ${y + 44} ${642 + shift} ${y + 38} ${642 + shift} ${y + 28}V${y - 56}Z`;
    const end = d`M${514 + shift} ${y + 14}C${522 + shift} ${y + 13} ${528 + shift} ${y + 10} ${536 + shift} ${y + 6}L${630 + shift} ${y - 44}C${638 + shift} ${y - 48} ${641 + shift} ${y - 52} ${642 + shift} ${y - 56}V${y + 28}C${642 + shift} ${y + 38} ${638 + shift} ${y + 44} ${630 + shift} ${y + 50}L${536 + shift} ${y + 108}C${528 + shift} ${y + 113} ${522 + shift} ${y + 116} ${514 + shift} ${y + 118}Z`;
    return path(face, dark(bar, 0.12)) + path(face, 'url(#side)', 'opacity=".35"') + path(end, dark(bar, 0.3)) + path(top, light(bar, 0.3)) +
      line(d`M${200 + shift} ${y + 14}H${500 + shift}Q${520 + shift} ${y + 14} ${540 + shift} ${y + 4}L${630 + shift} ${y - 44}`, light(bar, 0.7), 5, 'opacity=".8"') +
      line(d`M${240 + shift} ${y + 66}q60 -16 120 0t120 -4M${230 + shift} ${y + 88}q70 12 130 0t120 2`, light(bar, 0.5), 4, 'opacity=".4"') +
      line(d`M${340 + shift} ${y - 46}q80 14 150 -4M${300 + shift} ${y - 18}q90 12 190 0`, dark(bar, 0.12), 3, 'opacity=".35"');
  };
  return ellipse(440, 822, 330, 34, 'url(#shadow)', 'opacity=".8"') + block(690, -14) +
    path('M196 696H530L634 640V652L540 706H196Z', c.ink, 'opacity=".13"') + block(574, 22) +
    path('M300 590H404V694H300Z', paper) + path('M300 590H404V694H300Z', 'url(#side)', 'opacity=".4"') + path('M300 590L404 590L500 504H408Z', light(paper, 0.4)) +
    line('M352 616v52M352 630q-20 -4 -24 -22q20 0 24 22M352 646q20 -4 24 -22q-20 0 -24 22', c.leaf, 4) +
    ellipse(236, 872, 96, 14, 'url(#shadow)', 'opacity=".7"') +
    sides[side](side === 'plain' ? 'translate(230 846) rotate(6) scale(1.2)' : 'translate(226 792) scale(1.3 1.24)');
}

export function candle({ tint = c.rose, sprig = c.cream }) {
  const glass = 'M216 440V776C216 806 236 826 266 828H534C564 826 584 806 584 776V440C584 428 216 428 216 440Z';
  const wax = 'M228 520V776C228 800 244 814 268 816H532C556 814 572 800 572 776V520C500 536 300 536 228 520Z';
  const leaf = (turn, at) => path('M0 0C10 -16 34 -22 52 -10C40 8 16 12 0 0Z', c.leaf, d`transform="translate(400 ${at}) rotate(${turn})"`);
  return '<radialGradient id="flame"><stop stop-color="#fff3c4" stop-opacity=".95"/><stop offset=".35" stop-color="#ffdf91" stop-opacity=".4"/><stop offset="1" stop-color="#ffd27a" stop-opacity="0"/></radialGradient>' +
    ellipse(400, 410, 330, 330, 'url(#flame)', 'opacity=".75"') + shadow(400, 826, 200) +
    path(glass, light(tint, 0.3), 'opacity=".55"') + ellipse(400, 440, 184, 34, light(tint, 0.4), 'opacity=".7"') +
    path(wax, light(tint, 0.62)) + ellipse(400, 520, 172, 30, '#fff6e4') + ellipse(400, 524, 120, 18, '#ffeab8') +
    line('M400 520C402 494 398 482 400 464', c.ink, 6) +
    path('M400 350C430 394 438 424 426 452C418 470 382 470 374 452C362 424 372 396 400 350Z', '#f6b73c') +
    path('M401 392C416 420 420 436 413 452C408 462 392 462 387 452C381 436 388 416 401 392Z', '#fff3cf') +
    ellipse(400, 420, 120, 120, 'url(#flame)') +
    path('M216 440C216 474 584 474 584 440V776C584 806 564 826 534 828H266C236 826 216 806 216 776Z', tint, 'opacity=".3"') +
    path(glass, 'url(#side)') + path(glass, 'url(#fall)', 'opacity=".5"') +
    rect(300, 590, 200, 160, c.cream, 6) + rect(300, 590, 200, 160, 'url(#side)', 6, 'opacity=".45"') + rect(310, 600, 180, 140, 'none', 2, `stroke="${dark(tint, 0.25)}" stroke-width="2.5"`) +
    line('M400 716V630', c.leaf, 4) + leaf(-30, 690) + leaf(-150, 690) + leaf(-34, 660) + leaf(-146, 660) +
    times(5, (at) => ellipse(400 + 15 * Math.sin(at * 1.257), 632 - 15 * Math.cos(at * 1.257), 9, 9, at % 2 ? light(sprig, 0.4) : sprig, `stroke="${dark(tint, 0.2)}" stroke-width="1.5"`)) +
    ellipse(400, 632, 6, 6, c.marigold) + line('M244 560C240 640 240 720 246 780', '#fff', 14, 'opacity=".5"') +
    ellipse(400, 440, 184, 34, 'none', 'stroke="#fff" stroke-width="5" opacity=".75"');
}

export function bodyOil({ amber = '#9a5a24' }) {
  const glass = 'M336 404C336 430 246 440 238 510V778C238 808 256 824 284 826H516C544 824 562 808 562 778V510C554 440 464 430 464 404Z';
  return ellipse(590, 850, 160, 20, 'url(#shadow)', 'opacity=".6"') + shadow(400, 826, 176) +
    solid(glass, amber) + path('M252 560V776C252 800 266 812 288 812H512C534 812 548 800 548 776V560C470 572 330 572 252 560Z', dark(amber, 0.4), 'opacity=".5"') +
    path(glass, 'url(#fall)') + line('M264 520C258 600 258 700 264 780', light(amber, 0.7), 13, 'opacity=".65"') + line('M536 540V770', light(amber, 0.5), 6, 'opacity=".35"') +
    rect(238, 570, 324, 190, c.cream) + rect(238, 570, 324, 190, 'url(#side)', 0, 'opacity=".75"') + line('M238 586H562M238 744H562', '#c39a35', 4) +
    group(times(6, (at) => path('M0 0C-12 -14 -13 -38 3 -58C12 -38 11 -16 0 0Z', '#d8ae37', `transform="rotate(${at * 60})"`)) + ellipse(0, 0, 7, 7, c.leaf), 'translate(400 664) scale(1.12)') +
    rect(330, 352, 140, 58, c.ink, 8) + rect(330, 352, 140, 58, 'url(#side)', 8) +
    line('M346 356v50M362 356v50M378 356v50M394 356v50M410 356v50M426 356v50M442 356v50M456 356v50', '#fff', 2, 'opacity=".16"') +
    solid('M362 354V280C362 226 376 190 400 190C424 190 438 226 438 280V354Z', dark(c.brick, 0.25)) + line('M380 330V270C380 240 386 220 394 212', '#fff', 7, 'opacity=".3"') +
    rect(354, 336, 92, 22, dark(c.brick, 0.45), 6) + ylang('translate(620 776) rotate(14) scale(1.08 .92)') +
    path('M500 868C540 838 590 842 616 862C580 884 530 886 500 868Z', c.leaf) + line('M510 868Q560 856 606 862', light(c.leaf, 0.35), 3);
}

export function balm({ wax = '#e7bd5a', metal = '#b9b2a4' }) {
  const wall = 'M150 690V766C150 826 262 860 400 860C538 860 650 826 650 766V690Z';
  const cell = (x, y) => `<path d="M0 -34L29 -17V17L0 34L-29 17V-17Z" transform="translate(${x} ${y})" fill="#d99c33" stroke="#f0c566" stroke-width="9"/>` +
    `<path d="M-17 -9L0 -19L17 -9V8L0 18L-17 8Z" transform="translate(${x} ${y})" fill="#b97a22" opacity=".55"/>`;
  return ellipse(420, 848, 320, 40, 'url(#shadow)', 'opacity=".9"') +
    group(ellipse(10, 8, 214, 214, c.ink, 'opacity=".16"') + ellipse(0, 0, 214, 214, dark(metal, 0.22)) + ellipse(-6, -4, 208, 208, light(metal, 0.25)) +
      ellipse(-6, -4, 180, 180, c.cream) + ellipse(-6, -4, 168, 168, 'none', 'stroke="#c39a35" stroke-width="4"') +
      group(line('M0 96V-40', c.leaf, 6) + times(8, (at) => path('M0 0C10 -28 44 -52 84 -52C72 -18 34 2 0 0Z', at % 2 ? c.leaf : light(c.leaf, 0.2),
        d`transform="translate(0 ${76 - Math.floor(at / 2) * 38}) scale(${at % 2 ? 1 : -1} 1) scale(${0.95 - at * 0.05})"`)) +
        path('M0 -40C-12 -64 -8 -96 0 -116C10 -96 12 -64 0 -40Z', c.leaf), 'translate(-6 10)') +
      '<circle r="208" cx="-6" cy="-4" fill="url(#side)"/>', 'translate(470 440) rotate(8)') +
    group(cell(0, 0) + cell(58, 0) + cell(29, 50) + cell(-29, 50) + cell(87, 50), 'translate(128 600) scale(1.02 .9)') +
    path(wall, metal) + path(wall, 'url(#side)') + path(wall, 'url(#fall)') + line('M152 716C160 776 270 808 400 808C530 808 640 776 648 716', '#fff', 5, 'opacity=".35"') +
    ellipse(400, 690, 250, 74, light(metal, 0.45)) + ellipse(400, 690, 250, 74, 'none', `stroke="${dark(metal, 0.25)}" stroke-width="4"`) +
    ellipse(400, 696, 226, 60, dark(wax, 0.28)) + ellipse(400, 702, 222, 56, wax) +
    path('M250 708C280 664 420 652 500 676C560 694 540 730 470 738C400 744 350 724 390 706C420 694 470 702 452 714', 'none', `stroke="${light(wax, 0.5)}" stroke-width="13" stroke-linecap="round" opacity=".85"`) +
    path('M250 716C280 672 420 660 500 684', 'none', `stroke="${dark(wax, 0.25)}" stroke-width="6" stroke-linecap="round" opacity=".5"`);
}
