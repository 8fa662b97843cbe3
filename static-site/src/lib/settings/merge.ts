// What two versions of the settings differ in, and what becomes of a draft whose ground somebody else has changed.

type Thing = Record<string, unknown>;

/** One difference; `path` is like the shop's own: `deliveryMethods[luzon standard].prices`. */
export interface Change {
  path: string;
  before: unknown;
  after: unknown;
}

const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What one of many is known by, whatever its place. */
function keyOf(value: unknown): string | undefined {
  if (!isThing(value)) return undefined;
  if (value.method) return `${String(value.zone)} ${String(value.method)}`;
  const key = value.code ?? value.slug ?? value.currency ?? value.upToGrams ?? value.name;
  return key === undefined || key === '' ? undefined : String(key);
}

/** Things by what they are known by; nothing where that does not tell all of them apart. */
function keyed(values: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(values)) return undefined;
  const found = new Map<string, unknown>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === undefined || found.has(key)) return undefined;
    found.set(key, value);
  }
  return found;
}

/** The parts of a value that differences are looked for in, by the way they are written in a path. */
function parts(value: unknown): Map<string, unknown> | undefined {
  if (isThing(value)) return new Map(Object.entries(value).map(([name, part]) => [`.${name}`, part]));
  const many = keyed(value);
  return many && new Map([...many].map(([key, part]) => [`[${key}]`, part]));
}

/** Every difference, the smallest parts of it. */
export function changes(before: unknown, after: unknown, path = ''): Change[] {
  if (same(before, after)) return [];
  const [old, fresh] = [parts(before), parts(after)];
  const end = [{ path: path.replace(/^\./, ''), before, after }];
  if (!old || !fresh || (Array.isArray(before) && old.size + fresh.size === 0)) return end;
  const names = new Set([...old.keys(), ...fresh.keys()]);
  const found = [...names].flatMap((name) => changes(old.get(name), fresh.get(name), path + name));
  // The same things in another order.
  return found.length ? found : end;
}

/** Hers where she changed it, theirs where she did not; `both` is what both changed, each in another way. */
export function merge(base: unknown, hers: unknown, theirs: unknown, path = ''): { value: unknown; both: Change[] } {
  if (same(hers, base) || same(hers, theirs)) return { value: theirs, both: [] };
  if (same(theirs, base)) return { value: hers, both: [] };
  const both: Change[] = [];
  const inside = (name: string, one: unknown, two: unknown, three: unknown): unknown => {
    const merged = merge(one, two, three, path + name);
    both.push(...merged.both);
    return merged.value;
  };
  if (isThing(hers) && isThing(theirs)) {
    const old = isThing(base) ? base : {};
    const names = new Set([...Object.keys(hers), ...Object.keys(theirs)]);
    const made = [...names].map((name) => [name, inside(`.${name}`, old[name], hers[name], theirs[name])] as const);
    return { value: Object.fromEntries(made), both };
  }
  const [mine, other, old] = [keyed(hers), keyed(theirs), keyed(base) ?? new Map<string, unknown>()];
  if (mine && other) {
    const names = new Set([...mine.keys(), ...other.keys()]);
    const made = [...names].map((name) => inside(`[${name}]`, old.get(name), mine.get(name), other.get(name)));
    return { value: made.filter((one) => one !== undefined), both };
  }
  return { value: hers, both: [{ path: path.replace(/^\./, ''), before: theirs, after: hers }] };
}

/** Writes into that part of a thing which a difference's path names; what is nothing is taken away. */
export function write(thing: unknown, path: string, value: unknown): void {
  const steps = [...path.matchAll(/\[([^\]]+)\]|([^.[\]]+)/g)].map(([, key, name]) => ({ key, name }));
  const last = steps.pop();
  let into = thing;
  for (const step of steps) into = (into as Thing)[place(into, step)];
  if (!last || typeof into !== 'object' || into === null) return;
  const where = place(into, last);
  if (value === undefined && Array.isArray(into)) into.splice(Number(where), 1);
  else (into as Thing)[where] = value;
}

function place(among: unknown, { key, name }: { key?: string | undefined; name?: string | undefined }): string {
  if (name !== undefined) return name;
  const many = among as unknown[];
  const index = many.findIndex((one) => keyOf(one) === key);
  return String(index < 0 ? many.length : index);
}
