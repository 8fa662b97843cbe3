import { account } from './account.svelte';
import { newId } from './id';
import { Problem } from './problem';

const Pause = 700;
const Looks = 60;

type Ask = (customer: string, token: string, id: string) => Promise<unknown>;
type Look<T> = (customer: string, token: string, id: string) => Promise<T>;

/** Something that a customer asks about herself: sent once under one id, then followed until it is done. */
export class RightsAsk<T extends { status: string }> {
  busy = $state(false);
  problem = $state.raw<Problem>();
  done = $state.raw<T>();
  private id = newId();
  private content = '';

  constructor(private readonly look: Look<T>) {}

  /** The same content is the same request however often the button is pressed; another is a new one. */
  async send(content: unknown, ask: Ask): Promise<void> {
    const { held, token } = account;
    if (!held || !token || this.busy) return;
    const said = JSON.stringify(content);
    if (said !== this.content) this.id = newId();
    this.content = said;
    this.busy = true;
    this.problem = undefined;
    this.done = undefined;
    try {
      await ask(held.customer, token, this.id);
      await this.follow(held.customer, token);
      // What is asked next is a request of its own.
      this.content = '';
      await account.refresh();
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
    this.busy = false;
  }

  private async follow(customer: string, token: string): Promise<void> {
    for (let looks = 0; looks < Looks; looks++) {
      const seen = await this.look(customer, token, this.id).catch((thrown) => {
        const problem = Problem.from(thrown);
        // What was asked a moment ago may not be there yet.
        if (problem.status === 404 || problem.unsure) return undefined;
        throw problem;
      });
      if (seen?.status === 'Done') {
        this.done = seen;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, Pause));
    }
    throw new Problem(0, 'rights.slow', 'It is being done and takes longer than usual. Look again in a while.');
  }
}
