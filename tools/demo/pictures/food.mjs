// Food and drink.
import { check } from './bags.mjs';
import { clip, colours as c, d, dark, ellipse, group, light, line, path, rect, shadow, solid, times } from './canvas.mjs';

const bean = (x, y, turn, size = 1) => group(
  ellipse(0, 0, 24, 16, dark(c.cocoa, 0.1)) + ellipse(-4, -4, 15, 8, light(c.cocoa, 0.18)) + line('M-20 2Q0 -7 20 3', dark(c.cocoa, 0.6), 3.5),
  d`translate(${x} ${y}) rotate(${turn}) scale(${size})`);

const mountains = (far, near, sky, sun) => rect(262, 470, 276, 220, sky) + ellipse(456, 540, 38, 38, sun) +
  path('M250 640L330 540L374 588L440 516L550 640V700H250Z', far) + path('M250 676L300 612L352 660L420 596L482 656L550 610V700H250Z', near);

const volcano = (far, near, sky, sun) => rect(262, 470, 276, 220, sky) + ellipse(400, 560, 62, 62, sun) +
  path('M250 670L362 546Q400 566 438 546L550 670V700H250Z', far) + path('M250 690L340 640Q400 664 460 636L550 684V700H250Z', near);

export function coffee({ bag = c.kraft, label = c.cream, scene = 'mountains', inks = [c.sage, c.leaf, '#f3e3bf', c.marigold] }) {
  const body = 'M214 330C206 480 204 640 196 780C196 812 214 826 244 828H556C586 826 604 812 604 780C596 640 594 480 586 330Z';
  const top = 'M210 250H590L596 336H204Z';
  return shadow(400, 826, 222) + solid(body, bag) + path('M214 330C206 480 204 640 196 780C196 800 202 812 214 820L252 440Z', dark(bag, 0.4), 'opacity=".22"') +
    path('M586 330C594 480 596 640 604 780C604 800 598 812 586 820L548 440Z', dark(bag, 0.5), 'opacity=".3"') + path(body, 'url(#fall)', 'opacity=".8"') +
    solid(top, light(bag, 0.08)) + line('M204 336H596', dark(bag, 0.5), 6, 'opacity=".5"') + line('M212 274H588M210 300H590', dark(bag, 0.25), 2.5, 'opacity=".6"') +
    rect(196, 306, 408, 22, dark(c.brass, 0.2), 6) + rect(196, 304, 408, 10, light(c.brass, 0.25), 5) +
    path('M190 300h26v34h-26ZM584 300h26v34h-26Z', dark(c.brass, 0.35)) +
    group(rect(246, 430, 308, 300, c.ink, 10, 'opacity=".16"'), 'translate(6 8)') + rect(246, 430, 308, 300, label, 10) +
    clip('view', 'M262 610C262 500 320 446 400 446C480 446 538 500 538 610V690H262Z', group((scene === 'mountains' ? mountains : volcano)(...inks), 'translate(0 -4)')) +
    line('M320 708h160', dark(label, 0.35), 5, 'opacity=".6"') + ellipse(400, 390, 9, 9, dark(bag, 0.5), 'opacity=".7"') +
    line('M250 350C244 420 240 470 240 540M300 346C304 372 300 388 296 404', '#fff', 6, 'opacity=".22"') +
    ellipse(250, 856, 90, 12, 'url(#shadow)', 'opacity=".8"') + ellipse(560, 866, 60, 10, 'url(#shadow)', 'opacity=".8"') +
    bean(196, 846, 20) + bean(248, 852, -24, 1.1) + bean(300, 846, 60, 0.9) + bean(536, 858, -10) + bean(586, 848, 40, 0.9);
}

export function tablea({ cacao = '#5a3426', pod = c.terracotta }) {
  const disc = (x, y, wide) => path(d`M${x - wide} ${y}v30a${wide} ${wide * 0.3} 0 0 0 ${wide * 2} 0v-30Z`, dark(cacao, 0.28)) +
    path(d`M${x - wide} ${y}v30a${wide} ${wide * 0.3} 0 0 0 ${wide * 2} 0v-30Z`, 'url(#side)') +
    ellipse(x, y, wide, wide * 0.3, cacao) + ellipse(x, y + 1, wide * 0.8, wide * 0.22, 'none', `stroke="${light(cacao, 0.22)}" stroke-width="4"`) +
    line(d`M${x - wide * 0.5} ${y}q${wide * 0.5} ${-wide * 0.16} ${wide} 0M${x - wide * 0.5} ${y + 4}q${wide * 0.5} ${wide * 0.16} ${wide} 0`, light(cacao, 0.16), 3) +
    line(d`M${x - wide * 0.86} ${y - 10}q${wide * 0.3} ${-wide * 0.16} ${wide * 0.7} ${-wide * 0.18}`, '#fff', 4, 'opacity=".3"');
  const husk = 'M0 -250C66 -240 112 -150 116 -40C118 80 80 190 14 246C-6 250 -14 246 -20 240C-84 180 -118 80 -114 -40C-110 -150 -64 -240 0 -250Z';
  const whole = path(husk, pod) + clip('husk', husk,
    line('M-6 -250C-70 -120 -70 120 -12 246M6 -250C76 -120 76 120 10 246', dark(pod, 0.4), 16, 'opacity=".55"') +
    line('M0 -250C-14 -100 -14 100 0 246', dark(pod, 0.35), 12, 'opacity=".5"') +
    line('M-40 -200C-96 -80 -90 90 -50 190M36 -200C40 -80 40 100 26 190', light(pod, 0.45), 12, 'opacity=".5"')) + path(husk, 'url(#side)') + line('M0 -250q-4 -30 16 -44', c.wood, 16);
  return ellipse(300, 826, 280, 34, 'url(#shadow)', 'opacity=".6"') + shadow(520, 812, 150, 0.9) +
    group(whole, 'translate(530 596) rotate(24) scale(.92)') +
    shadow(300, 824, 158) + times(5, (at) => disc(300 + [0, 8, -6, 4, -2][at], 776 - at * 46, 152)) +
    ellipse(574, 868, 130, 22, 'url(#shadow)', 'opacity=".9"') + disc(560, 826, 112) +
    path('M452 872l26-14l30 10l-6 16l-34 4ZM410 884l16-8l16 6l-6 10l-20 2Z', cacao) + path('M452 872l26-14l8 16l-18 14Z', dark(cacao, 0.3));
}

/** The carabao mango: long, yellow, with a small beak; its stem on the left. */
const fruit = 'M-150 -20C-146 -84 -84 -112 -12 -100C62 -88 126 -52 148 -4C162 26 152 54 124 68C84 98 20 104 -46 92C-112 78 -154 40 -150 -20Z';
const leaf = path('M0 0C22 -44 84 -66 140 -48C114 -6 54 16 0 0Z', c.leaf) + line('M8 -4Q64 -34 126 -45', light(c.leaf, 0.35), 3);
const smallMango = (transform) => group(path(fruit, c.marigold) + line('M-142 -30q-14 -10 -16 -28', c.wood, 12) + group(leaf, 'translate(-150 -52)'), transform);
const mango = (transform) => group(
  path(fruit, '#efad35') + path('M-150 -20C-146 -84 -84 -112 -12 -100C20 -94 50 -84 76 -70C0 -84 -100 -50 -116 58C-140 38 -152 12 -150 -20Z', '#dc7a4a', 'opacity=".42"') +
  path(fruit, 'url(#side)') + path(fruit, 'url(#fall)', 'opacity=".5"') +
  line('M-104 -34Q-66 -70 -4 -70', '#fff', 12, 'opacity=".45"') + times(9, (at) => ellipse(-80 + (at * 0.618 % 1) * 190, -40 + (at * 0.755 % 1) * 110, 2.2, 2.2, c.honey, 'opacity=".6"')) +
  line('M-142 -50q-14 -14 -14 -34', c.wood, 11) + group(leaf, 'translate(-152 -78) rotate(-20)'), transform);

export function driedMango({ pouch = c.kraft }) {
  const body = 'M196 286C194 440 176 640 170 780C172 810 190 826 220 828H540C570 826 588 810 590 780C584 640 566 440 564 286Z';
  const slice = (x, y, turn, fill) => d`<use href="#slice" fill="${fill}" transform="translate(${x} ${y}) rotate(${turn})"/>`;
  const fills = ['#e39a2f', '#eab04a', '#d98524', '#e8a53c'];
  const view = 'M258 590C258 516 312 470 380 470C448 470 502 516 502 590V690C502 714 488 724 466 724H294C272 724 258 714 258 690Z';
  return shadow(380, 826, 226) + solid(body, pouch) + path(body, 'url(#fall)', 'opacity=".8"') +
    path('M192 236H568V300H192Z', light(pouch, 0.1)) + path('M192 236H568V300H192Z', 'url(#side)') +
    line('M196 300H564', dark(pouch, 0.45), 4, 'opacity=".6"') + line('M200 314H560', dark(pouch, 0.3), 3, 'stroke-dasharray="10 8" opacity=".7"') +
    line('M200 252H560M200 264H560M200 276H560', dark(pouch, 0.3), 2, 'opacity=".5"') + ellipse(380, 342, 15, 15, dark(pouch, 0.5), 'opacity=".6"') +
    smallMango('translate(388 410) rotate(14) scale(.36)') +
    '<defs><g id="slice"><path d="M-64 0C-58 -30 -10 -44 36 -30C72 -18 72 14 34 26C-10 38 -60 28 -64 0Z" stroke="#b87a1e" stroke-opacity=".45" stroke-width="3"/>' +
    line('M-46 -2Q0 -22 48 -8M-36 12Q4 2 44 8', '#ffd98a', 4, 'opacity=".7"') + '</g></defs>' +
    path(view, dark(c.honey, 0.4)) +
    clip('view', view, times(16, (at) => slice(284 + (at % 4) * 66 + (at > 7 ? 16 : 0), 700 - Math.floor(at / 4) * 58 + (at % 2) * 20, (at * 47) % 70 - 35, fills[at % 4])) +
      path('M258 590C258 516 312 470 380 470L300 724H258Z', '#fff', 'opacity=".18"')) +
    line(view, dark(pouch, 0.35), 5) + line('M226 360C218 520 208 640 204 740', '#fff', 8, 'opacity=".22"') +
    shadow(600, 858, 120) + mango('translate(598 776) rotate(10) scale(.94)');
}

export function jam({ inside = '#e29a2c', cloth = c.coral }) {
  const glass = 'M230 410C216 430 210 452 210 486V762C210 802 234 824 270 826H530C566 824 590 802 590 762V486C590 452 584 430 570 410Z';
  const fill = 'M222 470V760C222 796 242 812 272 814H528C558 812 578 796 578 760V470C500 484 300 484 222 470Z';
  const cap = 'M400 262C500 262 566 282 576 316L640 420C610 404 596 432 566 414C540 402 520 436 488 418C460 406 434 440 400 422C366 440 340 406 312 418C280 436 260 402 234 414C204 432 190 404 160 420L224 316C234 282 300 262 400 262Z';
  return check('cloth', c.cream, cloth, light(cloth, 0.3), 38) + shadow(400, 826, 204) +
    path(glass, '#fff', 'opacity=".45"') + path(fill, inside) +
    clip('jam', fill, times(26, (at) => ellipse(240 + (at * 97) % 320, 500 + (at * 61) % 300, 16 + at % 3 * 8, 10 + at % 4 * 4, at % 2 ? light(inside, 0.3) : dark(inside, 0.16), 'opacity=".4"')) +
      path('M222 470C300 484 500 484 578 470V500C500 514 300 514 222 500Z', light(inside, 0.4), 'opacity=".6"')) +
    path(glass, 'url(#side)') + path(glass, 'url(#fall)', 'opacity=".7"') +
    path('M290 566H510V736H290Z', c.cream) + path('M290 566H510V736H290Z', 'url(#side)', 'opacity=".5"') + rect(300, 576, 200, 150, 'none', 0, `stroke="${c.leaf}" stroke-width="3"`) +
    smallMango('translate(404 660) rotate(14) scale(.5)') +
    path('M200 420C300 440 500 440 600 420L580 450C500 466 300 466 220 450Z', c.ink, 'opacity=".14"') +
    clip('cap', cap, rect(150, 250, 500, 200, 'url(#cloth)') + line('M300 330l-28 110M360 336l-10 110M440 336l10 110M500 330l28 110', c.ink, 10, 'opacity=".1"')) +
    path(cap, 'url(#side)') + line('M222 334C300 360 500 360 578 334', dark(c.kraft, 0.3), 14) + line('M222 331C300 357 500 357 578 331', c.kraft, 9, 'stroke-dasharray="8 4" stroke-linecap="butt"') +
    line('M430 352q40 10 30 60M430 352q10 40 -30 62M430 352q36 -34 56 -10q-6 24 -56 10q-40 -34 -56 -8q8 22 56 8', c.kraft, 6) +
    line('M240 480C234 560 234 680 240 760', '#fff', 13, 'opacity=".5"');
}

export function coconutOil({ oil = '#f3e6b4' }) {
  const glass = 'M290 300C290 356 230 380 222 450V770C222 806 242 824 276 826H444C478 824 498 806 498 770V450C490 380 430 356 430 300Z';
  const level = 'M236 480V766C236 796 252 812 280 812H440C468 812 484 796 484 766V480C420 492 300 492 236 480Z';
  const palm = line('M360 700C356 650 362 620 368 590', c.wood, 9) + times(6, (at) =>
    path('M0 0C14 -16 46 -16 66 8C44 2 20 4 0 0Z', at % 2 ? c.leaf : light(c.leaf, 0.15), `transform="translate(368 588) rotate(${[-160, -200, -110, -70, -20, 20][at]})"`));
  return ellipse(560, 842, 180, 24, 'url(#shadow)', 'opacity=".7"') + shadow(360, 826, 160) +
    path(glass, '#fff', 'opacity=".5"') + path(level, oil) + path('M236 480C300 492 420 492 484 480C420 466 300 466 236 480Z', dark(oil, 0.12)) +
    path(glass, 'url(#side)') + line(glass, '#fff', 3, 'opacity=".5"') +
    rect(236, 540, 248, 200, c.cream, 4) + rect(236, 540, 248, 200, 'url(#side)', 4, 'opacity=".6"') + rect(248, 552, 224, 176, 'none', 0, `stroke="${c.leaf}" stroke-width="3"`) +
    palm + line('M290 702q70 -14 140 0', c.leaf, 5) +
    rect(282, 284, 156, 26, light('#dfe4dc', 0.3), 10) + rect(282, 284, 156, 26, 'url(#side)', 10) +
    solid('M304 200H416L410 288H310Z', c.kraft) + line('M310 222h100M312 246h96M312 268h96', dark(c.kraft, 0.3), 2, 'stroke-dasharray="14 9" opacity=".6"') +
    line('M250 470C246 560 246 680 250 770M310 330C306 370 270 390 256 430', '#fff', 11, 'opacity=".6"') +
    solid('M436 730C440 800 500 852 576 852C652 852 712 800 716 730Z', '#6b4633') +
    line('M456 770q20 40 60 62M500 760q10 46 50 78M560 764q4 40 24 78M620 762q-6 40 -22 74M668 764q-14 34 -40 58M694 760q-10 26 -28 44', dark('#6b4633', 0.4), 4, 'opacity=".6"') +
    ellipse(576, 730, 140, 46, '#7b5440') + ellipse(576, 730, 128, 40, '#fffaf0') + ellipse(576, 736, 98, 27, '#efe6d6') +
    path('M478 736a98 27 0 0 1 196 0q-98 -30 -196 0Z', dark('#efe6d6', 0.25), 'opacity=".5"') + ellipse(584, 746, 70, 14, '#fff', 'opacity=".8"');
}
