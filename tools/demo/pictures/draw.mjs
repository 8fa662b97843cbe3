// Draws the pictures of the demo catalog: node tools/demo/pictures/draw.mjs [folder]
// One motif per kind of thing, in the colours of each product; change a motif and all its pictures follow.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { harvestBasket, liddedBasket, shoulderBag, tote, zipPouch } from './bags.mjs';
import { colours as c, picture } from './canvas.mjs';
import { barong, blouse, shawl, slippers } from './clothing.mjs';
import { coconutOil, coffee, driedMango, jam, tablea } from './food.mjs';
import { blanket, bowl, cushion, mug, vase } from './home.mjs';
import { balm, bodyOil, candle, soap } from './wellness.mjs';

const sage = '#bcc7a6';
const tenmoku = '#4f3226';

/** Name: title, room, motif, the colours, and what else differs. */
const pictures = {
  'abaca-market-tote-natural': ['Abaca market tote in natural', 'blush', tote, {}],
  'abaca-market-tote-indigo': ['Abaca market tote with indigo bands', 'oat', tote, { band: c.indigo }],
  'abaca-market-tote-terracotta': ['Abaca market tote with terracotta bands', 'mist', tote, { band: c.terracotta }],
  'antequera-harvest-basket': ['Harvest basket of split bamboo', 'mist', harvestBasket, {}, { palm: 'left' }],
  'lidded-buri-basket-straw': ['Lidded buri basket in straw', 'sky', liddedBasket, {}],
  'lidded-buri-basket-charcoal': ['Lidded buri basket with charcoal bands', 'butter', liddedBasket, { band: c.charcoal }],
  'inabel-shoulder-bag-indigo': ['Inabel shoulder bag in indigo stripes', 'butter', shoulderBag, {}, { palm: 'left' }],
  'inabel-shoulder-bag-ochre': ['Inabel shoulder bag in ochre stripes', 'sky', shoulderBag, { thread: c.honey, accent: c.sea }, { palm: 'left' }],
  'hablon-zip-pouch-coral': ['Hablon zip pouch in coral', 'mist', zipPouch, {}, { ground: 1000 }],
  'hablon-zip-pouch-sea': ['Hablon zip pouch in sea green', 'blush', zipPouch, { ground: c.sea, warp: c.indigo }, { ground: 1000 }],
  'pina-silk-barong': ['Piña-silk barong with embroidery', 'moss', barong, {}, { ground: 1000 }],
  'embroidered-cotton-blouse-white': ['White cotton blouse with embroidery', 'dusk', blouse, {}, { ground: 1000 }],
  'embroidered-cotton-blouse-sage': ['Sage cotton blouse with embroidery', 'oat', blouse, { cloth: sage, thread: c.cream, second: c.leaf }, { ground: 1000 }],
  'hablon-shawl-marigold': ['Hablon shawl in marigold', 'sky', shawl, {}, { ground: 930 }],
  'hablon-shawl-sea': ['Hablon shawl in sea green', 'oat', shawl, { warp: c.sea, weft: c.indigo }, { ground: 930 }],
  'hablon-shawl-ube': ['Hablon shawl in purple', 'butter', shawl, { warp: c.ube, weft: c.rose }, { ground: 930 }],
  'abaca-house-slippers': ['Abaca house slippers', 'blush', slippers, {}, { ground: 1000 }],
  'inabel-blanket-indigo': ['Inabel blanket in indigo', 'oat', blanket, {}, { palm: 'left' }],
  'inabel-blanket-ochre': ['Inabel blanket in ochre', 'mist', blanket, { ground: c.honey, accent: c.brick }, { palm: 'left' }],
  'inabel-blanket-rose': ['Inabel blanket in rose', 'lilac', blanket, { ground: '#b9706a', accent: c.ube }, { palm: 'left' }],
  'hablon-cushion-cover-marigold': ['Hablon cushion cover in marigold', 'sky', cushion, {}],
  'hablon-cushion-cover-sea': ['Hablon cushion cover in sea green', 'blush', cushion, { ground: c.mist, warp: c.sea }],
  'burnay-serving-bowl-ash': ['Burnay serving bowl with ash glaze', 'mist', bowl, {}],
  'burnay-serving-bowl-tenmoku': ['Burnay serving bowl with tenmoku glaze', 'butter', bowl, { glaze: tenmoku, pool: c.brick }],
  'burnay-mug-ash': ['Burnay mug with ash glaze', 'blush', mug, {}],
  'burnay-mug-tenmoku': ['Burnay mug with tenmoku glaze', 'oat', mug, { glaze: tenmoku, clay: c.terracotta }],
  'burnay-mug-sea': ['Burnay mug with sea-green glaze', 'butter', mug, { glaze: '#6f9d98' }],
  'burnay-bud-vase-red': ['Burnay bud vase of red clay', 'sky', vase, {}, { palm: 'none' }],
  'burnay-bud-vase-black': ['Burnay bud vase of black clay', 'blush', vase, { clay: '#56504d', scorch: c.ink }, { palm: 'none' }],
  'benguet-arabica-coffee': ['Bag of Benguet arabica coffee', 'mist', coffee, {}],
  'barako-dark-roast': ['Bag of barako coffee', 'blush', coffee,
    { bag: '#4a3a34', label: '#f0dfc4', scene: 'volcano', inks: [c.brick, c.cocoa, c.straw, c.coral] }],
  'tablea-tsokolate': ['Tablea tsokolate with a cacao pod', 'butter', tablea, {}, { palm: 'left' }],
  'dried-guimaras-mango': ['Pouch of dried Guimaras mango', 'sky', driedMango, {}],
  'guimaras-mango-jam': ['Jar of Guimaras mango jam', 'mist', jam, {}],
  'virgin-coconut-oil': ['Bottle of virgin coconut oil', 'blush', coconutOil, {}],
  'coconut-milk-soap-calamansi': ['Coconut milk soap with calamansi', 'oat', soap, {}],
  'coconut-milk-soap-ylang-ylang': ['Coconut milk soap with ylang-ylang', 'sky', soap, { bar: '#efdca4', side: 'ylang' }],
  'coconut-milk-soap-unscented': ['Unscented coconut milk soap', 'blush', soap, { bar: '#f2e8d8', side: 'plain', paper: c.kraft }],
  'coconut-wax-candle-sampaguita': ['Coconut wax candle, sampaguita', 'night', candle, {}],
  'coconut-wax-candle-pandan': ['Coconut wax candle, pandan', 'moss', candle, { tint: c.sage, sprig: '#dfe8c9' }],
  'ylang-ylang-body-oil': ['Dropper bottle of ylang-ylang body oil', 'lilac', bodyOil, {}],
  'beeswax-hand-balm': ['Tin of beeswax hand balm', 'sky', balm, {}],
};

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, '..', '..', '..', 'static-site', 'static', 'pictures');
mkdirSync(folder, { recursive: true });
for (const [name, [title, room, motif, inks, more]] of Object.entries(pictures))
  writeFileSync(join(folder, `${name}.svg`), picture({ title, room, body: motif(inks), ...more }));
console.log(`${Object.keys(pictures).length} pictures in ${folder}`);
