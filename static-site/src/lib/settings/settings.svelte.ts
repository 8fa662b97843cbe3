import { Problem, type BadField } from '../problem';
import { long } from '../remember';
import { shop } from '../shop.svelte';
import { staff } from '../staff.svelte';
import type { KeptSettings, Settings, SettingsVersion } from '../types';
import { changes, merge, same, write, type Change } from './merge';
import { plainPath } from './paths';
import { settingsApi } from './api';

/** What somebody else kept while she was writing: her draft stands on it now. */
export interface Meanwhile {
  version: number;
  by: string;
  /** What was changed by the other. */
  theirs: Change[];
  /** What both changed: `before` is the other's, `after` is hers, which stands in the draft. */
  both: Change[];
}

interface Kept {
  version: number;
  settings: Settings;
}

/** The settings as the shop has them, and the draft that one of staff makes of them: kept whole, or not at all. */
class SettingsState {
  kept = $state.raw<KeptSettings>();
  draft = $state<Settings>();
  /** What the shop refused of the draft, by path. */
  wrong = $state.raw<BadField[]>([]);
  problem = $state.raw<Problem>();
  meanwhile = $state.raw<Meanwhile>();
  /** What stood before the last time she saved. */
  before = $state.raw<Kept>();
  told = $state('');
  busy = $state(false);

  /** Whether nobody has said anything of this shop yet, and she is the one who says it. */
  get awaited(): boolean {
    return shop.closed && !shop.settings?.name && !this.kept?.version && staff.ready && this.mayWrite;
  }

  get mayWrite(): boolean {
    return staff.is('Owner');
  }

  get changes(): Change[] {
    return this.kept && this.draft ? changes(this.kept.settings, $state.snapshot(this.draft)) : [];
  }

  get changed(): boolean {
    return !!this.kept && !!this.draft && !same(this.kept.settings, $state.snapshot(this.draft));
  }

  ask = <T>(how: (api: ReturnType<typeof settingsApi>) => Promise<T>): Promise<T> =>
    staff.ask(() => how(settingsApi(staff.token)));

  /** Looks at what holds now; a draft that has changes is left alone. */
  async load(): Promise<void> {
    this.problem = undefined;
    try {
      const kept = await this.ask((api) => api.now());
      if (!this.changed) this.take(kept);
    } catch (thrown) {
      this.problem = Problem.from(thrown);
    }
  }

  /** Keeps the draft in the place of the version that it was made of. */
  async save(): Promise<boolean> {
    const { kept, draft } = this;
    if (!kept || !draft) return false;
    return this.put(kept, $state.snapshot(draft) as Settings, 'Saved.');
  }

  /** What stood before is kept again: the shop is as it was. */
  async undo(): Promise<boolean> {
    const { kept, before } = this;
    if (!kept || !before) return false;
    const done = await this.put(kept, before.settings, `Undone: everything is as in version ${before.version}.`);
    if (done) this.before = undefined;
    return done;
  }

  /** Keeps what an older version said. */
  async restore(old: Kept): Promise<boolean> {
    return this.kept ? this.put(this.kept, old.settings, `Version ${old.version} holds again.`) : false;
  }

  discard = (): void => {
    if (this.kept) this.take(this.kept);
    this.told = '';
  };

  /** Takes the other's word where both changed the same. */
  yield(change: Change): void {
    if (!this.draft || !this.meanwhile) return;
    write(this.draft, change.path, change.before);
    this.meanwhile = { ...this.meanwhile, both: this.meanwhile.both.filter((one) => one !== change) };
  }

  faultAt = (path: string): string | undefined => this.wrong.find((one) => one.name === path)?.message;

  /** What is wrong with a part, or with a part of that. */
  faultIn = (path: string): string | undefined =>
    this.faultAt(path) ?? this.wrong.find(({ name }) => name.startsWith(`${path}[`) || name.startsWith(`${path}.`))?.message;

  /** A part that is written again is no longer as it was when the shop refused it. */
  mended = (path: string): void => {
    const left = this.wrong.filter(({ name }) => name !== path && !name.startsWith(`${path}[`));
    if (left.length < this.wrong.length) this.wrong = left;
  };

  private async put(onto: KeptSettings, body: Settings, told: string): Promise<boolean> {
    [this.busy, this.problem, this.wrong, this.told] = [true, undefined, [], ''];
    try {
      const kept = await this.ask((api) => api.keep(onto.version, body));
      this.before = { version: onto.version, settings: onto.settings };
      this.take({ ...onto, ...kept });
      this.told = told;
      void shop.load();
      return true;
    } catch (thrown) {
      await this.refused(Problem.from(thrown), onto, body);
      return false;
    } finally {
      this.busy = false;
    }
  }

  private async refused(problem: Problem, onto: KeptSettings, body: Settings): Promise<void> {
    this.problem = problem;
    this.wrong = problem.fields.map(({ name, message }) => ({ name: plainPath(name), message }));
    if (problem.code !== 'settings.changed') return;
    const now = await this.ask((api) => api.now()).catch(() => undefined);
    if (!now) return;
    const { value, both } = merge(onto.settings, body, now.settings);
    const last = await this.ask((api) => api.versions()).catch(() => undefined);
    this.kept = now;
    this.draft = structuredClone(value) as Settings;
    this.problem = undefined;
    const by = whoOf(last?.items.find((one) => one.version === now.version));
    this.meanwhile = { version: now.version, by, theirs: changes(onto.settings, now.settings), both };
  }

  private take(kept: KeptSettings): void {
    this.kept = kept;
    this.draft = structuredClone(kept.settings);
    [this.wrong, this.meanwhile, this.problem] = [[], undefined, undefined];
  }
}

/** Who kept a version, in words. */
export function whoOf(version: SettingsVersion | undefined): string {
  const by = version?.by;
  return (typeof by === 'string' ? by : by?.name) || 'Somebody';
}

/** The draft of an owner who sets up her shop; it outlives the page. */
export const firstDraft = {
  get: (): Settings | undefined => long.get<Settings>('first-draft'),
  keep: (draft: Settings): void => long.set('first-draft', draft),
  drop: (): void => long.drop('first-draft')
};

export const settings = new SettingsState();
