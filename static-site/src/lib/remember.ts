// What the browser remembers. A browser that refuses to remember (private mode, full disk) must not break the shop.

function box(storage: () => Storage) {
  return {
    get<T>(name: string): T | undefined {
      try {
        const text = storage().getItem(`shop.${name}`);
        return text === null ? undefined : (JSON.parse(text) as T);
      } catch {
        return undefined;
      }
    },
    set(name: string, value: unknown): void {
      try {
        storage().setItem(`shop.${name}`, JSON.stringify(value));
      } catch {
        console.warn(`This browser would not remember ${name}.`);
      }
    },
    drop(name: string): void {
      try {
        storage().removeItem(`shop.${name}`);
      } catch {
        console.warn(`This browser would not forget ${name}.`);
      }
    }
  };
}

/** Kept until the shopper clears it. */
export const long = box(() => localStorage);

/** Kept while this tab is open: what was typed, and staff's token. */
export const brief = box(() => sessionStorage);

export interface KnownOrder {
  id: string;
  token: string;
  number?: string;
  at: string;
}

/** The orders that were made in this browser, newest first. */
export const orders = {
  all: (): KnownOrder[] => long.get<KnownOrder[]>('orders') ?? [],
  token: (id: string): string | undefined => orders.all().find((order) => order.id === id)?.token,
  keep(id: string, token: string, number?: string): void {
    const before = orders.all().find((order) => order.id === id);
    const at = before?.at ?? new Date().toISOString();
    const name = number ?? before?.number;
    const kept: KnownOrder = name ? { id, token, at, number: name } : { id, token, at };
    long.set('orders', [kept, ...orders.all().filter((order) => order.id !== id)].slice(0, 50));
  }
};

/** Which order a return belongs to: its token opens the return. */
export const returns = {
  orderOf: (id: string): string | undefined => (long.get<Record<string, string>>('returns') ?? {})[id],
  keep(id: string, order: string): void {
    long.set('returns', { ...(long.get<Record<string, string>>('returns') ?? {}), [id]: order });
  }
};
