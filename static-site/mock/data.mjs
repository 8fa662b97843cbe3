// A handful of things, enough to see every page.
const rows = [
  ['abaca-market-tote', 'Abaca Market Tote', 'Habi ni Rosa', 'Baao, Camarines Sur', 'Bags', 189000, { Colour: ['Natural', 'Indigo', 'Clay'] }],
  ['inabel-throw', 'Inabel Throw', 'Ilocano Looms', 'Paoay, Ilocos Norte', 'Home', 325000, { Colour: ['Ivory', 'Indigo'] }],
  ['burnay-jar', 'Burnay Jar', 'Pagburnayan Pottery', 'Vigan, Ilocos Sur', 'Table', 142000, { Size: ['S', 'M', 'L'] }],
  ['tnalak-clutch', 'T’nalak Clutch', 'Dreamweavers of Lake Sebu', 'Lake Sebu, South Cotabato', 'Bags', 265000, {}],
  ['capiz-pendant-lamp', 'Capiz Pendant Lamp', 'Samal Shellcraft', 'Samal, Bataan', 'Home', 480000, { Size: ['Small', 'Large'] }],
  ['narra-serving-bowl', 'Narra Serving Bowl', 'Betis Carvers', 'Guagua, Pampanga', 'Table', 210000, {}],
  ['piña-shawl', 'Piña Shawl', 'La Herminia', 'Kalibo, Aklan', 'Clothing', 890000, { Colour: ['Natural'] }],
  ['buri-sun-hat', 'Buri Sun Hat', 'Habi ni Rosa', 'Baao, Camarines Sur', 'Clothing', 98000, { Size: ['S', 'M', 'L'], Colour: ['Natural', 'Black'] }],
  ['tikog-floor-mat', 'Tikog Floor Mat', 'Basey Mat Weavers', 'Basey, Samar', 'Home', 175000, { Size: ['Single', 'Double'] }],
  ['salt-candle', 'Asin Tibuok Candle', 'Alburquerque Hearth', 'Alburquerque, Bohol', 'Home', 65000, {}],
  ['rattan-tray', 'Rattan Tray', 'Cebu Cane Works', 'Mandaue, Cebu', 'Table', 120000, { Size: ['S', 'L'] }],
  ['yakan-runner', 'Yakan Table Runner', 'Tuwas Yakan Weavers', 'Lamitan, Basilan', 'Table', 245000, { Colour: ['Red', 'Green', 'Gold'] }],
  ['brass-betel-box', 'Brass Keepsake Box', 'Tugaya Metalworks', 'Tugaya, Lanao del Sur', 'Home', 310000, {}],
  ['barong-shirt', 'Cotton Barong', 'Lumban Embroiderers', 'Lumban, Laguna', 'Clothing', 420000, { Size: ['S', 'M', 'L', 'XL'] }]
];

const combinations = (options) =>
  Object.entries(options).reduce((all, [name, values]) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))), [{}]);
const rate = (amount, currency) => ({ amount: currency === 'USD' ? Math.round(amount / 56) : amount, currency });

export const products = rows.map(([id, name, maker, place, category, amount, options], i) => ({
  id, name, category, maker: { name: maker, place }, origin: 'PH', hsCode: '4202.29',
  description: `Made by hand in ${place.split(',')[0]}, the way it has been for generations, for a home of today. Each one is a little different from the next, and that is the point.`,
  care: 'Wipe with a dry, soft cloth. Keep out of long rain and long sun.',
  pictures: [{ url: `/pictures/${id}.svg`, alt: name }, { url: `/pictures/${id}-detail.svg`, alt: `${name}, close` }],
  options: Object.entries(options).map(([key, values]) => ({ name: key, values })),
  amount,
  variants: combinations(options).map((chosen, j) => ({
    sku: [id, ...Object.values(chosen)].join('-').toUpperCase().replaceAll(' ', ''),
    options: chosen, amount: amount + j * (options.Size ? 15000 : 0), weightGrams: 400 + j * 50,
    left: i === 6 ? 0 : (i + j) % 5 === 4 ? 2 : (i + j) % 7 === 5 ? 0 : 40
  }))
}));

export const availability = (left) => (left === 0 ? 'none' : left < 5 ? 'few' : 'yes');
export const findVariant = (sku) => {
  for (const product of products) {
    const variant = product.variants.find((one) => one.sku === sku);
    if (variant) return { product, variant };
  }
};

export function card(product, currency) {
  const amounts = product.variants.map((one) => one.amount);
  return {
    id: product.id, name: product.name, maker: product.maker.name, category: product.category, picture: product.pictures[0].url,
    price: rate(Math.min(...amounts), currency), priceTo: rate(Math.max(...amounts), currency),
    availability: availability(Math.max(...product.variants.map((one) => one.left))),
    options: Object.fromEntries(product.options.map((one) => [one.name, one.values]))
  };
}

export const full = (product, currency) => ({
  ...product, amount: undefined,
  variants: product.variants.map(({ amount, left, ...rest }) => ({ ...rest, price: rate(amount, currency), availability: availability(left) })),
  related: products.filter((one) => one !== product && one.category === product.category).slice(0, 4).map((one) => card(one, currency))
});

export const priceOf = rate;
