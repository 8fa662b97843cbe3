import type { Fresh } from './api';
import { Problem } from './problem';

const Moving = 1_000;
const Quiet = 4_000;
const Still = 15_000;
const Benefit = 5;

/**
 * Follows one thing as it changes: every second while it moves, more slowly when it is quiet, not at all while the
 * page is hidden. What was seen last stays on the page when the shop cannot be reached.
 */
export class Watch<T> {
  value = $state.raw<T>();
  problem = $state.raw<Problem>();
  /** It is not there, or not ours to see: no more looking. */
  lost = $state(false);
  private etag: string | undefined;
  private unchanged = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private looking = false;

  constructor(
    private readonly look: (etag?: string) => Promise<Fresh<T> | undefined>,
    private readonly settled: (value: T) => boolean
  ) {}

  /** Starts to follow; what comes back stops it. */
  start = (): (() => void) => {
    this.running = true;
    const seen = () => (document.hidden ? clearTimeout(this.timer) : this.now());
    document.addEventListener('visibilitychange', seen);
    addEventListener('online', seen);
    void this.now();
    return () => {
      this.running = false;
      clearTimeout(this.timer);
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('online', seen);
    };
  };

  /** Looks at once, for instance after something was asked for. */
  now = async (): Promise<void> => {
    if (this.looking) return;
    clearTimeout(this.timer);
    this.looking = true;
    try {
      const fresh = await this.look(this.etag);
      this.problem = undefined;
      this.unchanged = fresh ? 0 : this.unchanged + 1;
      if (fresh) {
        this.value = fresh.value;
        this.etag = fresh.etag;
      }
    } catch (thrown) {
      this.problem = Problem.from(thrown);
      this.unchanged += 1;
    } finally {
      this.looking = false;
    }
    this.plan();
  };

  private plan(): void {
    clearTimeout(this.timer);
    // What was asked for a moment ago may not be there yet, so the first noes do not count.
    this.lost = this.problem !== undefined && !this.problem.unsure && this.unchanged >= Benefit;
    if (!this.running || document.hidden || this.lost) return;
    this.timer = setTimeout(this.now, this.pause());
  }

  private pause(): number {
    if (this.value !== undefined && this.settled(this.value)) return Still;
    if (this.unchanged < 30) return this.problem?.unsure ? Quiet : Moving;
    return this.unchanged < 90 ? Quiet : Still;
  }
}
