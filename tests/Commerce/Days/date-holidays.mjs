// Writes date-holidays.json, what npm's date-holidays says of the countries that the shop sells to. In an empty folder:
//   npm i date-holidays@3.37.0 && cp …/date-holidays.mjs . && node date-holidays.mjs > …/date-holidays.json
import Holidays from 'date-holidays';

const regions = {
  AU: ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'],
  DE: ['BB', 'BE', 'BW', 'BY', 'HB', 'HE', 'HH', 'MV', 'NI', 'NW', 'RP', 'SH', 'SL', 'SN', 'ST', 'TH'],
  JP: [],
  PH: [],
  US: []
};

const daysOf = (holidays) => [
  ...new Set(
    [2026, 2027, 2028].flatMap((year) =>
      holidays
        .getHolidays(year)
        .filter((one) => one.type === 'public')
        .map((one) => one.date.slice(0, 10))
    )
  )
];

const days = {};
for (const [country, parts] of Object.entries(regions)) {
  if (!parts.length) days[country] = daysOf(new Holidays(country));
  for (const part of parts) days[`${country}-${part}`] = daysOf(new Holidays(country, part));
}

const rows = Object.entries(days).map(([place, all]) => `    ${JSON.stringify(place)}: ${JSON.stringify(all.sort())}`);
process.stdout.write(`{\n  "package": "date-holidays 3.37.0",\n  "days": {\n${rows.join(',\n')}\n  }\n}\n`);
