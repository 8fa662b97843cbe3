import { Problem } from './problem';
import type {
  Cart,
  CurrencyCode,
  Delivery,
  Listed,
  Money,
  Order,
  OrderStatus,
  PoisonMessage,
  Product,
  ProductPage,
  Return,
  ReturnReason,
  ReturnStatus,
  Shop,
  StaffOrder,
  StaffSummary,
  Stock,
  TrialBalance
} from './types';

/** Something read together with its ETag, so that the next look costs nothing while it has not changed. */
export interface Fresh<T> {
  value: T;
  etag?: string;
}

interface Ask {
  method?: string;
  token?: string | undefined;
  body?: unknown;
  etag?: string | undefined;
  signal?: AbortSignal;
}

const TimeLimit = 20_000;

async function send(path: string, ask: Ask = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (ask.token) headers.Authorization = `Bearer ${ask.token}`;
  if (ask.etag) headers['If-None-Match'] = ask.etag;
  if (ask.body !== undefined) headers['Content-Type'] = 'application/json';
  const limit = AbortSignal.timeout(TimeLimit);
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method: ask.method ?? 'GET',
      headers,
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      // What is one shopper's, and moves, is never taken from the browser's own store.
      cache: ask.token ? 'no-store' : 'default',
      signal: ask.signal ? AbortSignal.any([ask.signal, limit]) : limit
    });
  } catch (thrown) {
    if (ask.signal?.aborted) throw thrown;
    throw Problem.unreachable();
  }
  if (!answer.ok && answer.status !== 304) throw await Problem.read(answer);
  return answer;
}

async function json<T>(path: string, ask?: Ask): Promise<T> {
  const answer = await send(path, ask);
  const text = await answer.text();
  try {
    return (text ? JSON.parse(text) : undefined) as T;
  } catch {
    // Not our back office speaking: a proxy's or a captive portal's page.
    throw Problem.unreachable();
  }
}

/** Reads one thing, or nothing when it is still as the ETag says. */
async function look<T>(path: string, token: string | undefined, etag?: string): Promise<Fresh<T> | undefined> {
  const answer = await send(path, { token, etag });
  if (answer.status === 304) return undefined;
  const value = (await answer.json().catch(() => {
    throw Problem.unreachable();
  })) as T;
  const next = answer.headers.get('ETag');
  return next ? { value, etag: next } : { value };
}

const put = <T>(path: string, token: string | undefined, body: unknown) =>
  json<T>(path, { method: 'PUT', token, body });
const of = encodeURIComponent;

export interface Search {
  q?: string;
  category?: string;
  maker?: string;
  sort?: string;
  currency?: CurrencyCode;
  cursor?: string;
  limit?: number;
}

function query(parts: object): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : '';
}

export const api = {
  shop: (currency: CurrencyCode) => json<Shop>(`/shop${query({ currency })}`),
  products: (search: Search, signal?: AbortSignal) =>
    json<ProductPage>(`/products${query(search)}`, signal ? { signal } : {}),
  product: (id: string, currency: CurrencyCode) => json<Product>(`/products/${of(id)}${query({ currency })}`),

  openCart: (id: string, currency: CurrencyCode) =>
    put<{ cart: Cart; token: string }>(`/carts/${id}`, undefined, { currency }),
  cart: (id: string, token: string) => json<Cart>(`/carts/${id}`, { token }),
  setLine: (id: string, token: string, sku: string, quantity: number) =>
    put<Cart>(`/carts/${id}/lines/${of(sku)}`, token, { quantity }),
  removeLine: (id: string, token: string, sku: string) =>
    json<Cart>(`/carts/${id}/lines/${of(sku)}`, { method: 'DELETE', token }),
  deliver: (id: string, token: string, delivery: Delivery) => put<Cart>(`/carts/${id}/delivery`, token, delivery),

  order: (id: string, token: string, body: { cart: string; paymentMethod: string; total: Money; rates?: string }) =>
    put<{ id: string; status: OrderStatus; token: string }>(`/orders/${id}`, token, body),
  lookAtOrder: (id: string, token: string, etag?: string) => look<Order>(`/orders/${id}`, token, etag),

  requestReturn: (
    id: string,
    token: string,
    body: { order: string; lines: { sku: string; quantity: number; reason: ReturnReason }[] }
  ) => put<{ id: string; status: ReturnStatus }>(`/returns/${id}`, token, body),
  lookAtReturn: (id: string, token: string, etag?: string) => look<Return>(`/returns/${id}`, token, etag)
};

/** What staff may ask; every call carries the staff token. */
export const staffApi = (token: string) => ({
  summary: () => json<StaffSummary>('/staff/summary', { token }),
  orders: (list: string, cursor?: string) =>
    json<Listed<StaffOrder>>(`/staff/orders${query({ list, cursor })}`, { token }),
  returns: (list: string, cursor?: string) =>
    json<Listed<Return>>(`/staff/returns${query({ list, cursor })}`, { token }),
  poison: () => json<Listed<PoisonMessage>>('/staff/poison', { token }),
  stock: (sku: string) => json<Stock>(`/staff/stock/${of(sku)}`, { token }),
  balance: () => json<TrialBalance>('/staff/ledger/balance', { token }),
  lookAtOrder: (id: string, etag?: string) => look<Order>(`/staff/orders/${of(id)}`, token, etag),
  lookAtReturn: (id: string, etag?: string) => look<Return>(`/staff/returns/${of(id)}`, token, etag),
  tell: (kind: 'orders' | 'shipments' | 'returns', id: string, what: string, body: object = {}) =>
    put<unknown>(`/staff/${kind}/${of(id)}/${what}`, token, body),
  replay: (queue: string, id: string) => put<unknown>(`/staff/poison/${of(queue)}/${of(id)}/replay`, token, {})
});

export type StaffApi = ReturnType<typeof staffApi>;
