import { json, of, put, query } from '../api';
import type { KeptSettings, Listed, Settings, SettingsVersion } from '../types';

/** What staff read, and owners change, of the shop itself. */
export const settingsApi = (token: string) => ({
  now: () => json<KeptSettings>('/staff/settings', { token }),
  /** All of it at once, in the place of that version and of no other. */
  keep: (version: number, body: Settings) =>
    json<KeptSettings>('/staff/settings', { method: 'PUT', token, body, match: `"${version}"` }),
  versions: (cursor?: string) => json<Listed<SettingsVersion>>(`/staff/settings/versions${query({ cursor })}`, { token }),
  version: (number: number) =>
    json<{ version: number; settings: Settings }>(`/staff/settings/versions/${number}`, { token }),
  putLogo: (id: string, picture: Blob) =>
    put<{ id: string; width: number; height: number }>(`/staff/logos/${of(id)}`, token, picture)
});
