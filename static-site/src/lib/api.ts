import { Problem } from './problem';
import type {
  Breach,
  BreachLetter,
  BreachPerson,
  BreachRow,
  Cancellation,
  CancelWish,
  Cart,
  Clearance,
  CurrencyCode,
  Customer,
  CustomerFile,
  CustomerOrder,
  DeliveryWish,
  Drift,
  DriftCheck,
  FoundOrder,
  Listed,
  Money,
  Objection,
  Order,
  OrderStatus,
  PickList,
  PoisonMessage,
  Privacy,
  Product,
  ProductPage,
  PurchaseOrder,
  Recommendation,
  Rectification,
  Requests,
  Return,
  Returnable,
  ReturnStatus,
  ReturnWish,
  RightData,
  Shop,
  ShopPage,
  StoreShelf,
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
  /** Who is signed in, beside a cart's or an order's own token. */
  customer?: string | undefined;
  body?: unknown;
  etag?: string | undefined;
  /** The version that is changed, and no other. */
  match?: string | undefined;
  signal?: AbortSignal;
  /** What is wanted where there are two forms; JSON else. */
  accept?: string;
}

const TimeLimit = 20_000;

async function send(path: string, ask: Ask = {}): Promise<Response> {
  const headers: Record<string, string> = { Accept: ask.accept ?? 'application/json' };
  if (ask.token) headers.Authorization = `Bearer ${ask.token}`;
  if (ask.customer) headers['X-Customer-Token'] = ask.customer;
  if (ask.etag) headers['If-None-Match'] = ask.etag;
  if (ask.match) headers['If-Match'] = ask.match;
  const file = ask.body instanceof Blob;
  if (ask.body !== undefined) headers['Content-Type'] = file ? (ask.body as Blob).type : 'application/json';
  const limit = AbortSignal.timeout(TimeLimit);
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method: ask.method ?? 'GET',
      headers,
      body: ask.body === undefined ? null : file ? (ask.body as Blob) : JSON.stringify(ask.body),
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

export async function json<T>(path: string, ask?: Ask): Promise<T> {
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

export const put = <T>(path: string, token: string | undefined, body: unknown) =>
  json<T>(path, { method: 'PUT', token, body });
export const of = encodeURIComponent;

export interface Search {
  q?: string;
  category?: string;
  maker?: string;
  sort?: string;
  currency?: CurrencyCode;
  cursor?: string;
  limit?: number;
}

export function query(parts: object): string {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : '';
}

/** Yes or no to the words of a version, and where it was said. */
export interface ConsentAnswer {
  allowed: boolean;
  textVersion: string;
  source: 'account' | 'checkout';
}

/** What is bought, for how much, and by what. */
export interface OrderWish {
  cart: string;
  paymentMethod?: string | undefined;
  total: Money;
  credit?: Money | undefined;
  rates?: string | undefined;
}

const paper = async (path: string, ask: Ask): Promise<Blob> => (await send(path, ask)).blob();
export const api = {
  privacy: () => json<Privacy>('/privacy'),
  shop: (currency?: CurrencyCode) => json<Shop>(`/shop${query({ currency })}`),
  page: (slug: string) => json<ShopPage>(`/shop/pages/${of(slug)}`),
  products: (search: Search, signal?: AbortSignal) =>
    json<ProductPage>(`/products${query(search)}`, signal ? { signal } : {}),
  product: (id: string, currency: CurrencyCode, country?: string) =>
    json<Product>(`/products/${of(id)}${query({ currency, country })}`),
  recommendations: (id: string, currency: CurrencyCode) =>
    json<Listed<Recommendation>>(`/products/${of(id)}/recommendations${query({ currency })}`),

  openCart: (id: string, currency: CurrencyCode) =>
    put<{ cart: Cart; token: string }>(`/carts/${id}`, undefined, { currency }),
  cart: (id: string, token: string) => json<Cart>(`/carts/${id}`, { token }),
  setLine: (id: string, token: string, sku: string, quantity: number) =>
    put<Cart>(`/carts/${id}/lines/${of(sku)}`, token, { quantity }),
  removeLine: (id: string, token: string, sku: string) =>
    json<Cart>(`/carts/${id}/lines/${of(sku)}`, { method: 'DELETE', token }),
  deliver: (id: string, token: string, delivery: DeliveryWish) => put<Cart>(`/carts/${id}/delivery`, token, delivery),
  stores: (id: string, token: string) => json<Listed<StoreShelf>>(`/carts/${id}/stores`, { token }),
  useCoupon: (id: string, token: string, code: string) => put<Cart>(`/carts/${id}/coupon`, token, { code }),
  dropCoupon: (id: string, token: string) => json<Cart>(`/carts/${id}/coupon`, { method: 'DELETE', token }),
  usePoints: (id: string, token: string, customer: string, points: number) =>
    json<Cart>(`/carts/${id}/points`, { method: 'PUT', token, customer, body: { points } }),

  askForCode: (id: string, email: string, device?: string) =>
    put<unknown>(`/sign-ins/${id}`, undefined, { email, device }),
  /** With the code or the link of the letter; the same attempt may be sent twice. */
  proposeFactor: (customer: string, token: string, id: string) =>
    put<{ secret: string; address: string }>(`/customers/${customer}/totp/${id}`, token, {}),
  turnOnFactor: (customer: string, token: string, id: string, code: string) =>
    put<{ codes: string[]; device: string }>(`/customers/${customer}/totp/${id}/confirmation`, token, { code }),
  newRecoveryCodes: (customer: string, token: string, code: string) =>
    put<{ codes: string[] }>(`/customers/${customer}/recovery-codes`, token, { code }),
  turnOffFactor: (customer: string, token: string, code: string) =>
    put<unknown>(`/customers/${customer}/second-factor/removal`, token, { code }),
  signIn: (
    id: string,
    body: { code?: string; link?: string; attempt: string; second?: string; device?: string }
  ) =>
    put<{ customer: string; token: string; until: string; device: string }>(`/sign-ins/${id}/code`, undefined, body),
  signOut: (id: string, token: string) => put<unknown>(`/customers/${id}/sign-out`, token, {}),
  myData: (id: string, token: string) => paper(`/customers/${id}/export`, { token }),
  forgetMe: (id: string, token: string, erasure: string) =>
    put<unknown>(`/customers/${id}/erasures/${erasure}`, token, {}),
  putRight: (id: string, token: string, rectification: string, right: RightData) =>
    put<unknown>(`/customers/${id}/rectifications/${rectification}`, token, right),
  rectification: (id: string, token: string, rectification: string) =>
    json<Rectification>(`/customers/${id}/rectifications/${rectification}`, { token }),
  object: (id: string, token: string, objection: string, purposes: string[]) =>
    put<unknown>(`/customers/${id}/objections/${objection}`, token, {
      purposes: purposes.map((purpose) => ({ purpose }))
    }),
  objection: (id: string, token: string, objection: string) =>
    json<Objection>(`/customers/${id}/objections/${objection}`, { token }),
  customer: (id: string, token: string) => json<Customer>(`/customers/${id}`, { token }),
  customerOrders: (id: string, token: string, cursor?: string) =>
    json<Listed<CustomerOrder>>(`/customers/${id}/orders${query({ cursor })}`, { token }),
  consent: (id: string, token: string, purpose: string, body: ConsentAnswer) =>
    put<unknown>(`/customers/${id}/consents/${of(purpose)}`, token, body),
  unsubscribe: (id: string, purpose: string, token: string) =>
    put<unknown>(`/unsubscriptions/${id}/${of(purpose)}${query({ token })}`, undefined, {}),

  order: (id: string, token: string, customer: string | undefined, body: OrderWish) =>
    json<{ id: string; status: OrderStatus; token: string }>(`/orders/${id}`, { method: 'PUT', token, customer, body }),
  lookAtOrder: (id: string, token: string, etag?: string) => look<Order>(`/orders/${id}`, token, etag),
  /** What is asked of a placed order: `corrections/{id}`, and what that would come to. */
  tellOrder: (id: string, token: string, what: string, body: object) =>
    put<unknown>(`/orders/${id}/${what}`, token, body),

  returnable: (order: string, token: string) => json<Returnable>(`/orders/${order}/returnable`, { token }),
  addPhoto: (id: string, token: string, order: string, number: number, picture: Blob) =>
    put<unknown>(`/returns/${id}/photos/${number}${query({ order })}`, token, picture),
  payDifference: (id: string, token: string, paymentMethod: string) =>
    put<unknown>(`/returns/${id}/payment`, token, { paymentMethod }),
  payAgain: (order: string, token: string, id: string, paymentMethod: string, amount: Money) =>
    put<unknown>(`/orders/${order}/payments/${id}`, token, { paymentMethod, amount }),
  cancel: (order: string, token: string, id: string, wish: CancelWish) =>
    put<Cancellation>(`/orders/${order}/cancellations/${id}`, token, wish),
  requestReturn: (id: string, token: string, wish: ReturnWish) =>
    put<{ id: string; status: ReturnStatus }>(`/returns/${id}`, token, wish),
  lookAtReturn: (id: string, token: string, etag?: string) => look<Return>(`/returns/${id}`, token, etag),
  creditNote: (order: string, token: string, of: 'cancellations' | 'refunds', id: string) =>
    paper(`/orders/${order}/${of}/${id}/credit-note`, { token }),
  returnLabel: (id: string, token: string) => paper(`/returns/${id}/waybill`, { token })
};

type StaffThing = 'breaches' | 'orders' | 'shipments' | 'returns' | 'purchase-orders' | 'clearances' | 'customers' | 'stock';

/** What staff may ask; every call carries the staff token. */
const picks = (token: string, location: string, parcels: string[]): Ask => ({
  method: 'POST',
  token,
  body: { location, parcels: parcels.map((id) => ({ id })) }
});

export const staffApi = (token: string) => ({
  summary: () => json<StaffSummary>('/staff/summary', { token }),
  orders: (list: string, cursor?: string) =>
    json<Listed<StaffOrder>>(`/staff/orders${query({ list, cursor })}`, { token }),
  returns: (list: string, cursor?: string) =>
    json<Listed<Return>>(`/staff/returns${query({ list, cursor })}`, { token }),
  poison: () => json<Listed<PoisonMessage>>('/staff/poison', { token }),
  stock: (sku: string) => json<Stock>(`/staff/stock/${of(sku)}`, { token }),
  drifts: () => json<DriftCheck>('/staff/drift', { token }),
  drift: (sku: string) => json<{ sku: string; drifts: boolean; locations: Drift[] }>(`/staff/stock/${of(sku)}/drift`, { token }),
  findOrders: (text: string) =>
    json<{ items: FoundOrder[]; hasMore: boolean }>('/staff/order-searches', { method: 'POST', token, body: { text } }),
  customers: (email: string) =>
    json<Listed<{ id: string }>>('/staff/customer-searches', { method: 'POST', token, body: { email } }),
  lookAtCustomer: (id: string, etag?: string) => look<CustomerFile>(`/staff/customers/${of(id)}`, token, etag),
  requestsOf: (id: string) => json<Requests>(`/staff/customers/${of(id)}/requests`, { token }),
  breaches: (list: string, cursor?: string) =>
    json<Listed<BreachRow>>(`/staff/breaches${query({ list, cursor })}`, { token }),
  lookAtBreach: (id: string, etag?: string) => look<Breach>(`/staff/breaches/${of(id)}`, token, etag),
  breachPeople: (id: string, cursor?: string) =>
    json<Listed<BreachPerson>>(`/staff/breaches/${of(id)}/people${query({ cursor })}`, { token }),
  breachNotice: (id: string, party: string) => paper(`/staff/breaches/${of(id)}/notices/${party}`, { token }),
  breachLetter: (id: string) => json<BreachLetter>(`/staff/breaches/${of(id)}/letter`, { token }),
  openBreach: (id: string, body: object) => put<unknown>(`/staff/breaches/${of(id)}`, token, body),
  balance: () => json<TrialBalance>('/staff/ledger/balance', { token }),
  lookAtOrder: (id: string, etag?: string) => look<Order>(`/staff/orders/${of(id)}`, token, etag),
  lookAtReturn: (id: string, etag?: string) => look<Return>(`/staff/returns/${of(id)}`, token, etag),
  purchaseOrders: (list: string, cursor?: string) =>
    json<Listed<PurchaseOrder>>(`/staff/purchase-orders${query({ list, cursor })}`, { token }),
  lookAtPurchaseOrder: (id: string, etag?: string) => look<PurchaseOrder>(`/staff/purchase-orders/${of(id)}`, token, etag),
  clearances: (list: string, cursor?: string) =>
    json<Listed<Clearance>>(`/staff/clearances${query({ list, cursor })}`, { token }),
  clearance: async (shipment: string) =>
    (await json<{ clearance: Clearance }>(`/staff/clearances/${of(shipment)}`, { token })).clearance,
  giveDocument: (id: string, name: string, file: Blob) =>
    put<unknown>(`/staff/clearances/${of(id)}/documents/${of(name)}`, token, file),
  paper: (shipment: string, name: string) => paper(`/staff/shipments/${of(shipment)}/documents/${name}`, { token }),
  waybill: (kind: 'shipments' | 'returns', id: string) => paper(`/staff/${kind}/${of(id)}/waybill`, { token }),
  packingSlip: (id: string) => paper(`/staff/shipments/${of(id)}/packing-slip`, { token }),
  pickList: (location: string, parcels: string[]) => json<PickList>('/staff/pick-lists', picks(token, location, parcels)),
  pickListPaper: (location: string, parcels: string[]) =>
    paper('/staff/pick-lists', { ...picks(token, location, parcels), accept: 'application/pdf' }),
  photo: (id: string, number: number) => paper(`/staff/returns/${of(id)}/photos/${number}`, { token }),
  tell: (kind: StaffThing, id: string, what: string, body: object = {}) =>
    put<unknown>(`/staff/${kind}/${of(id)}/${what}`, token, body),
  replay: (queue: string, id: string) => put<unknown>(`/staff/poison/${of(queue)}/${of(id)}/replay`, token, {}),
  drop: (queue: string, id: string) => json<unknown>(`/staff/poison/${of(queue)}/${of(id)}`, { method: 'DELETE', token })
});

export type StaffApi = ReturnType<typeof staffApi>;
