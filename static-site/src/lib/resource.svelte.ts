import { Problem } from './problem';

/** Something that a page loads: its value, its problem, and whether it is on its way. The last ask wins. */
export class Resource<T> {
  value = $state.raw<T>();
  problem = $state.raw<Problem>();
  busy = $state(false);
  private turn = 0;

  async load(ask: () => Promise<T>): Promise<void> {
    const turn = ++this.turn;
    this.busy = true;
    this.problem = undefined;
    try {
      const value = await ask();
      if (turn === this.turn) this.value = value;
    } catch (thrown) {
      if (turn === this.turn) this.problem = Problem.from(thrown);
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }

  /** Shows what is known already and forgets what is on its way. */
  set(value: T | undefined): void {
    this.turn++;
    this.busy = false;
    this.problem = undefined;
    this.value = value;
  }
}
