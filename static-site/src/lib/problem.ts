// Everything that can go wrong with a request, as one typed error that knows its plain words.

export interface BadField {
  name: string;
  message: string;
}

/** A request that was refused (the back office said no) or failed (it could not be asked). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: string,
    readonly fields: BadField[] = []
  ) {
    super(`${code}: ${words}`);
    this.name = 'Problem';
  }

  /** Nobody knows whether it was done: ask again with the same id. */
  get unsure(): boolean {
    return this.status === 0 || this.status >= 500 || this.status === 429 || this.status === 408;
  }

  /** Messages by the last part of the field's name: `address.city` and `city` are the same box on the page. */
  get byField(): Record<string, string> {
    return Object.fromEntries(this.fields.map((field) => [lastPart(field.name), field.message]));
  }

  static unreachable(): Problem {
    const offline = typeof navigator !== 'undefined' && !navigator.onLine;
    return new Problem(
      0,
      'network.unreachable',
      offline
        ? 'You seem to be offline. Nothing is lost: try again when you are back.'
        : 'We could not reach the shop just now. Nothing is lost: please try again.'
    );
  }

  /** Any thrown thing as a problem; a programming error keeps its own face in the console. */
  static from(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    console.error(thrown);
    return new Problem(0, 'site.fault', 'Something went wrong on this page. Please try again.');
  }

  /** Reads problem details (RFC 9457), or makes words from the status alone. */
  static async read(answer: Response): Promise<Problem> {
    const details = (await answer.json().catch(() => ({}))) as Partial<{
      code: string;
      title: string;
      detail: string;
      fields: BadField[];
    }>;
    const words = details.detail ?? details.title ?? wordsFor(answer.status);
    return new Problem(
      answer.status,
      details.code ?? `http.${answer.status}`,
      answer.status >= 500 ? wordsFor(answer.status) : words,
      details.fields ?? []
    );
  }
}

function lastPart(name: string): string {
  const part = name.split(/[./]/).at(-1) ?? name;
  return part.charAt(0).toLowerCase() + part.slice(1);
}

function wordsFor(status: number): string {
  if (status === 401) return 'Please sign in again.';
  if (status === 404) return 'We could not find that.';
  if (status === 429) return 'The shop is very busy. Please try again in a moment.';
  if (status >= 500) return 'The shop had a hiccup. Nothing is lost: please try again.';
  return 'The shop could not do that.';
}
