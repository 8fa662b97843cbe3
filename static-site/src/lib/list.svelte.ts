import { Problem } from './problem';
import type { Listed } from './types';

/** A list that staff look at: page after page, and again every few seconds while only the first is shown. */
export class PagedList<T> {
  items = $state.raw<T[]>();
  cursor = $state<string>();
  problem = $state.raw<Problem>();
  busy = $state(false);

  constructor(private readonly ask: (cursor?: string) => Promise<Listed<T>>) {}

  load = async (cursor?: string): Promise<void> => {
    this.busy = true;
    try {
      const page = await this.ask(cursor);
      this.items = cursor ? [...(this.items ?? []), ...page.items] : page.items;
      this.cursor = page.cursor;
      this.problem = undefined;
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
    this.busy = false;
  };

  /** Keeps the list fresh; what comes back stops it. */
  follow = (): (() => void) => {
    void this.load();
    const timer = setInterval(() => {
      const first = (this.items?.length ?? 0) <= 24;
      if (!document.hidden && !this.busy && first) void this.load();
    }, 4_000);
    return () => clearInterval(timer);
  };
}
