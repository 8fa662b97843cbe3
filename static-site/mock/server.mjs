// The HTTP contract in memory, for looking at the pages without a back end. Not used by any test or build.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { bank, script, tokens } from './provider.mjs';
import { carts, delivery, line, open } from './carts.mjs';
import { listing, one, settings } from './shop.mjs';
import { lookAtOrder, place, sendBack, lookAtReturn } from './orders.mjs';
import { staff } from './staff.mjs';

const port = Number(process.env.PORT ?? 7071);
const site = join(import.meta.dirname, '..', 'build');
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml', woff2: 'font/woff2', json: 'application/json' };

export class Refused extends Error {
  constructor(status, code, detail, fields) {
    super(detail);
    this.body = { type: `https://likha.example/refusals#${code}`, title: detail, status, detail, code, ...(fields && { fields }) };
  }
}

const routes = [
  ['GET', /^\/api\/health$/, () => ({ status: 'ok' })],
  ['GET', /^\/api\/shop$/, () => settings(port)],
  ['GET', /^\/api\/products$/, ({ query }) => listing(query)],
  ['GET', /^\/api\/products\/([^/]+)$/, ({ at, query }) => one(at[0], query.get('currency') ?? 'PHP')],
  ['PUT', /^\/api\/carts\/([^/]+)$/, ({ at, body }) => open(at[0], body)],
  ['GET', /^\/api\/carts\/([^/]+)$/, ({ at, token }) => carts.view(at[0], token)],
  ['PUT', /^\/api\/carts\/([^/]+)\/lines\/([^/]+)$/, ({ at, token, body }) => line(at[0], token, at[1], body.quantity)],
  ['DELETE', /^\/api\/carts\/([^/]+)\/lines\/([^/]+)$/, ({ at, token }) => line(at[0], token, at[1], 0)],
  ['PUT', /^\/api\/carts\/([^/]+)\/delivery$/, ({ at, token, body }) => delivery(at[0], token, body)],
  ['PUT', /^\/api\/orders\/([^/]+)$/, ({ at, token, body, origin }) => ({ status: 202, body: place(at[0], token, body, origin) })],
  ['GET', /^\/api\/orders\/([^/]+)$/, ({ at, token }) => lookAtOrder(at[0], token)],
  ['PUT', /^\/api\/returns\/([^/]+)$/, ({ at, token, body }) => ({ status: 202, body: sendBack(at[0], token, body) })],
  ['GET', /^\/api\/returns\/([^/]+)$/, ({ at, token }) => lookAtReturn(at[0], token)],
  ['*', /^\/api\/staff\/(.+)$/, (ask) => staff(ask)],
  ['GET', /^\/v3\/$/, () => ({ type: 'text/javascript', text: script(port) })],
  ['PUT', /^\/v3\/tokens$/, ({ body }) => tokens(body)],
  ['*', /^\/bank\/([^/]+)$/, (ask) => bank(ask)]
];

async function answer(request) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const text = await new Promise((done) => {
    let all = '';
    request.on('data', (part) => (all += part)).on('end', () => done(all));
  });
  for (const [method, path, how] of routes) {
    const found = path.exec(url.pathname);
    if (!found || (method !== '*' && method !== request.method)) continue;
    const json = request.headers['content-type']?.includes('json') && text ? JSON.parse(text) : {};
    const value = how({
      method: request.method, at: found.slice(1).map(decodeURIComponent), query: url.searchParams, body: json, origin: url.origin,
      token: request.headers.authorization?.replace('Bearer ', ''), referer: request.headers.referer
    });
    return value?.text !== undefined || value?.location || (value?.status && value?.body) ? value : { body: value };
  }
  if (url.pathname.startsWith('/api/')) throw new Refused(404, 'request.unknown', 'There is nothing here.');
  const path = normalize(url.pathname).slice(1);
  if (path.startsWith('pictures/')) return { text: picture(path), type: types.svg };
  const file = await readFile(join(site, path || 'index.html')).catch(() => undefined);
  if (!file && /\.\w+$/.test(path)) return { status: 404, text: '', type: 'text/plain' };
  return { text: file ?? (await readFile(join(site, 'index.html'))), type: types[file ? path.split('.').at(-1) || 'html' : 'html'] ?? 'text/html' };
}

/** A jar or a basket in the colours of its name, where no drawing is at hand. */
function picture(path) {
  const hue = [...path].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 60;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800"><rect width="800" height="800" fill="hsl(${hue + 10} 38% 86%)"/>
    <ellipse cx="400" cy="640" rx="230" ry="28" fill="hsl(${hue} 25% 72%)"/><path d="M210 320h380l-46 310q-4 24-28 24H284q-24 0-28-24z" fill="hsl(${hue} 42% 50%)"/>
    <path d="M280 330c0-170 240-170 240 0" fill="none" stroke="hsl(${hue} 42% 38%)" stroke-width="18"/><path d="M216 400h368M226 470h348M238 540h324" stroke="hsl(${hue + 20} 60% 72%)" stroke-width="10"/></svg>`;
}

createServer(async (request, response) => {
  try {
    const { status = 200, body, text, type = 'application/json', location } = await answer(request);
    const payload = text ?? JSON.stringify(body);
    const etag = body?.version !== undefined ? `"${body.version}"` : undefined;
    if (etag && request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end();
    response.writeHead(location ? 302 : status, { 'content-type': type, ...(etag && { etag }), ...(location && { location }) }).end(payload);
  } catch (thrown) {
    const body = thrown.body ?? { status: 500, title: String(thrown), code: 'server.fault' };
    if (!thrown.body) console.error(thrown);
    response.writeHead(body.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
  }
}).listen(port, '127.0.0.1', () => console.log(`The mock listens on http://127.0.0.1:${port}; staff token: staff`));
