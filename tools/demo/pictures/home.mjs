// Home and table.
import { check } from './bags.mjs';
import { clip, colours as c, d, dark, ellipse, group, light, line, path, pattern, rect, shadow, solid, times } from './canvas.mjs';

export function blanket({ ground = c.indigo, figure = c.cream, accent = c.marigold }) {
  const fold = (y, tall, inset) => {
    const data = d`M${150 + inset} ${y}H${660 - inset / 2}V${y + tall}H${150 + inset}C${104 + inset} ${y + tall} ${104 + inset} ${y} ${150 + inset} ${y}Z`;
    return clip(`f${y}`, data, rect(90, y, 600, tall, 'url(#diamond)')) +
      path(data, 'url(#side)') + path(data, 'url(#fall)') + line(d`M${150 + inset} ${y + 3}H${660 - inset / 2}`, '#fff', 4, 'opacity=".25"') +
      line(d`M${148 + inset} ${y + tall - 2}H${660 - inset / 2}`, c.ink, 5, 'opacity=".35"');
  };
  const fringe = (y, tall) => line(times(Math.floor(tall / 7), (at) =>
    d`M654 ${y + 4 + at * 7}q${26} ${(at % 3) * 3 - 2} ${44 + (at % 3) * 5} ${10 + (at % 2) * 5}`), light(figure, 0.1), 3.5);
  const top = 'M214 462H610C628 462 646 492 655 520H156C168 490 186 462 214 462Z';
  return pattern('diamond', 64, 56,
    rect(0, 0, 64, 56, ground) + path('M32 4L58 28L32 52L6 28Z', figure) + path('M32 14L48 28L32 42L16 28Z', ground) +
    path('M32 22L39 28L32 34L25 28Z', accent) + path('M0 -8L8 0L0 8L-8 0ZM64 -8L72 0L64 8L56 0ZM0 48L8 56L0 64L-8 56ZM64 48L72 56L64 64L56 56Z', figure) +
    line('M0 7h64M0 21h64M0 35h64M0 49h64', '#fff', 1, 'opacity=".1"'), 'translate(0 4)') +
    shadow(400, 826, 300) + '<g transform="translate(400 828) scale(1.12) translate(-392 -828)">' +
    fringe(524, 74) + fringe(604, 72) + fringe(680, 72) + fringe(756, 70) +
    clip('top', top, group(rect(0, 0, 900, 120, 'url(#diamond)'), 'matrix(1 0 -.35 .55 90 462)')) + path(top, '#fff', 'opacity=".14"') +
    fold(752, 76, 0) + fold(676, 78, 12) + fold(600, 78, 2) + fold(518, 84, 10) + '</g>';
}

export function cushion({ ground = c.marigold, warp = c.terracotta, weft = c.cream }) {
  const body = 'M118 318C104 296 120 278 144 288C300 322 500 322 656 288C680 278 696 296 682 318C650 470 650 640 682 788C694 814 678 832 652 822C500 790 300 790 148 822C122 832 106 814 118 788C150 640 150 470 118 318Z';
  return check('cloth', ground, warp, weft, 116) +
    '<radialGradient id="puff" cx=".4" cy=".36" r=".72"><stop stop-color="#fff" stop-opacity=".34"/><stop offset=".5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#2a1712" stop-opacity=".42"/></radialGradient>' +
    shadow(400, 816, 276) +
    group(clip('body', body, rect(90, 270, 620, 570, 'url(#cloth)')) + path(body, 'url(#puff)') +
      line('M130 304q40 60 74 72M670 304q-40 60-74 72M134 806q36-56 72-70M666 806q-36-56-72-70', c.ink, 7, 'opacity=".14"') +
      line(body, dark(warp, 0.25), 4, 'opacity=".6"') +
      line('M132 306C148 470 148 640 134 802', light(weft, 0.1), 2.5, 'stroke-dasharray="9 9" opacity=".6"'), 'rotate(-3 400 560)');
}

export function bowl({ glaze = c.ash, clay = c.clay, pool = c.mist }) {
  const body = 'M104 520C112 660 220 772 330 800L336 824C370 836 430 836 464 824L470 800C580 772 688 660 696 520Z';
  const dip = 'M104 520C106 566 120 612 142 650C170 668 196 650 222 662C262 684 296 702 340 690C384 678 404 706 446 698C486 690 516 668 556 674C592 676 626 672 652 660C682 612 694 566 696 520Z';
  return '<radialGradient id="inside" cx=".42" cy=".9" r=".9"><stop stop-color="#fff" stop-opacity=".28"/><stop offset="1" stop-color="#2a1712" stop-opacity=".42"/></radialGradient>' +
    shadow(400, 824, 190) + path(body, clay) + clip('body', body,
      line(times(9, (at) => d`M90 ${690 + at * 15}Q400 ${740 + at * 15} 710 ${690 + at * 15}`), dark(clay, 0.3), 3, 'opacity=".4"')) +
    path(dip, glaze) + line('M142 650C170 668 196 650 222 662C262 684 296 702 340 690C384 678 404 706 446 698C486 690 516 668 556 674C592 676 626 672 652 660', dark(glaze, 0.35), 5, 'opacity=".5"') +
    clip('dip', dip, line(times(5, (at) => d`M96 ${560 + at * 24}Q400 ${640 + at * 26} 704 ${560 + at * 24}`), '#fff', 4, 'opacity=".16"')) +
    path(body, 'url(#side)') + path(body, 'url(#fall)') +
    ellipse(400, 520, 296, 78, light(glaze, 0.35)) + ellipse(400, 520, 296, 78, 'none', `stroke="${clay}" stroke-width="7"`) +
    ellipse(400, 526, 276, 66, dark(glaze, 0.12)) + ellipse(400, 546, 190, 38, pool, 'opacity=".75"') +
    ellipse(400, 526, 276, 66, 'url(#inside)') + line('M150 508C190 470 300 456 400 456', '#fff', 7, 'opacity=".55"') +
    line('M168 600C186 650 222 692 262 720', '#fff', 14, 'opacity=".22"');
}

export function mug({ glaze = c.ash, clay = c.clay }) {
  const body = 'M214 420C190 520 184 640 214 740C230 792 262 822 300 828H460C498 822 530 792 546 740C576 640 570 520 546 420Z';
  const dip = 'M214 420C194 510 186 610 202 690C228 712 262 692 292 706C330 726 352 752 384 742C414 732 426 706 462 712C498 718 530 712 558 690C574 610 566 510 546 420Z';
  const handle = 'M552 500C640 470 706 530 690 614C678 682 612 718 548 716';
  return shadow(390, 826, 186) +
    line(handle, dark(glaze, 0.35), 58) + line(handle, glaze, 50) + line('M560 492C636 468 688 526 676 600', '#fff', 10, 'opacity=".35"') +
    path(body, clay) + clip('body', body, line(times(7, (at) => d`M190 ${744 + at * 14}Q380 ${776 + at * 14} 570 ${744 + at * 14}`), dark(clay, 0.35), 3, 'opacity=".45"')) +
    path(dip, glaze) + line('M202 690C228 712 262 692 292 706C330 726 352 752 384 742C414 732 426 706 462 712C498 718 530 712 558 690', dark(glaze, 0.4), 5, 'opacity=".55"') +
    clip('dip', dip, line(times(7, (at) => d`M186 ${470 + at * 34}Q380 ${506 + at * 34} 574 ${470 + at * 34}`), '#fff', 4, 'opacity=".14"') +
      times(30, (at) => ellipse(200 + (at * 0.618 % 1) * 350, 460 + (at * 0.755 % 1) * 240, 1.6 + at % 3, 1.4 + at % 3 * 0.8, dark(glaze, 0.5), 'opacity=".3"'))) +
    path(body, 'url(#side)') + path(body, 'url(#fall)', 'opacity=".8"') +
    ellipse(380, 420, 167, 44, light(glaze, 0.25)) + ellipse(380, 420, 167, 44, 'none', `stroke="${clay}" stroke-width="6"`) +
    ellipse(380, 426, 150, 35, c.cocoa) + ellipse(380, 432, 138, 27, dark(c.clay, 0.25)) +
    line('M270 424q60-20 150-14', '#fff', 5, 'opacity=".25"') + line('M244 500C230 580 232 660 250 726', '#fff', 16, 'opacity=".22"') +
    line('M330 350C300 310 356 286 332 236M420 354C390 306 452 276 424 214', '#fff', 13, 'opacity=".38"');
}

export function vase({ clay = c.terracotta, scorch = c.brick }) {
  const body = 'M364 470C366 520 352 540 312 566C236 612 204 690 232 752C252 800 300 826 340 830H460C500 826 548 800 568 752C596 690 564 612 488 566C448 540 434 520 436 470Z';
  const leaf = (x, y, turn, size, fill) => group(path('M0 0C18 -26 60 -34 96 -10C66 16 22 18 0 0Z', fill) + line('M6 -1Q48 -16 88 -9', dark(fill, 0.25), 2),
    d`translate(${x} ${y}) rotate(${turn}) scale(${size})`);
  return `<radialGradient id="scorch"><stop stop-color="${scorch}"/><stop offset=".55" stop-color="${scorch}" stop-opacity=".75"/><stop offset="1" stop-color="${scorch}" stop-opacity="0"/></radialGradient>` +
    shadow(400, 828, 170) +
    line('M402 560C396 440 412 330 372 196M394 400q50-30 86-92', c.leaf, 8) +
    leaf(397, 440, -150, 1, c.leaf) + leaf(400, 380, -28, 0.7, light(c.leaf, 0.15)) + leaf(398, 330, -160, 0.95, light(c.leaf, 0.1)) +
    leaf(392, 280, -34, 0.95, c.leaf) + leaf(384, 240, -165, 0.8, c.leaf) + leaf(376, 206, -70, 0.75, light(c.leaf, 0.2)) +
    leaf(476, 312, -20, 0.7, c.leaf) + leaf(470, 318, -85, 0.7, light(c.leaf, 0.18)) +
    path(body, clay) + clip('body', body,
      ellipse(540, 730, 210, 190, 'url(#scorch)') + ellipse(250, 800, 120, 70, 'url(#scorch)', 'opacity=".5"') +
      line(times(15, (at) => d`M190 ${570 + at * 18}Q400 ${594 + at * 18} 610 ${570 + at * 18}`), dark(clay, 0.4), 2.5, 'opacity=".28"') +
      line('M190 640Q400 668 610 640M190 654Q400 682 610 654', light(clay, 0.4), 4, 'opacity=".5"')) +
    path(body, 'url(#side)') + path(body, 'url(#fall)') +
    ellipse(400, 470, 36, 11, dark(clay, 0.55)) + ellipse(400, 470, 38, 12, 'none', `stroke="${light(clay, 0.2)}" stroke-width="7"`) +
    line('M402 474C400 450 401 440 401 420', c.leaf, 8) + line('M276 640C250 680 254 730 278 770', '#fff', 16, 'opacity=".2"');
}
