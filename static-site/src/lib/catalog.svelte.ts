import { api, type Search } from './api';
import { Problem } from './problem';
import type { FacetValue, ProductCard } from './types';

interface Shelf {
  items: ProductCard[];
  total: number;
  facets: { category: FacetValue[]; maker: FacetValue[] };
  cursor?: string;
}

// What was looked at in this tab, so that going back shows the same things in the same place at once.
const seen = new Map<string, Shelf>();
const known = new Map<string, ProductCard>();

/** A card that was seen in a list, to show while the whole product is on its way. */
export const cardOf = (id: string): ProductCard | undefined => known.get(id);

/** The list of things that answers one search, page after page. */
export class Catalog {
  shelf = $state.raw<Shelf>();
  problem = $state.raw<Problem>();
  busy = $state(false);
  private key = '';
  private search: Search = {};
  private asking: AbortController | undefined;

  async show(search: Search): Promise<void> {
    const key = JSON.stringify(search);
    if (key === this.key && !this.problem) return;
    this.key = key;
    this.search = search;
    const before = seen.get(key);
    if (before) this.shelf = before;
    await this.ask((page) => page);
  }

  async more(): Promise<void> {
    const cursor = this.shelf?.cursor;
    if (!cursor || this.busy) return;
    const before = this.shelf?.items ?? [];
    await this.ask((page) => ({ ...page, items: [...before, ...page.items] }), cursor);
  }

  again = (): Promise<void> => this.show(this.search);

  private async ask(join: (page: Shelf) => Shelf, cursor?: string): Promise<void> {
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.busy = true;
    this.problem = undefined;
    try {
      const page = await api.products(cursor ? { ...this.search, cursor } : this.search, asking.signal);
      for (const card of page.items) known.set(card.id, card);
      // Going back to a list of several pages keeps them all; it is newer only at its start.
      const kept = cursor ? undefined : seen.get(this.key);
      const shelf = kept && kept.items.length > page.items.length ? kept : join(page);
      seen.set(this.key, shelf);
      this.shelf = shelf;
    } catch (thrown) {
      if (asking.signal.aborted) return;
      this.problem = Problem.from(thrown);
    }
    this.busy = false;
  }
}
