import * as v from 'valibot';
import type { SqliteStatement } from '../sqlite.ts';
import { wholeNumber } from './columns.ts';
import type { StateDatabase } from './database.ts';

/**
 * `off`: the bot answers nobody; `mentions`: whoever mentions it; `discussion`: also questions that it
 * can answer and nobody else has.
 */
export const CHANNEL_MODES = ['off', 'mentions', 'discussion'] as const;

export type ChannelMode = (typeof CHANNEL_MODES)[number];

const DEFAULT_MODE: ChannelMode = 'mentions';

/** Settings that have one value for the whole server. */
interface SingleSettings {
  /** Where the audit log is posted too; null for nowhere. */
  readonly logChannelId: string | null;
  /** As in `Config`; null for the operator's choice. */
  readonly memberQuestionsPerMinute: number | null;
  /** As in `Config`; null for the operator's choice. */
  readonly channelAnswersPerMinute: number | null;
  /** Whether answers quote the articles that come with Verbatim; null for the operator's choice. */
  readonly sampleCorpus: boolean | null;
}

export interface ServerSettings extends SingleSettings {
  /** By channel or thread, where one was set. */
  readonly channelModes: ReadonlyMap<string, ChannelMode>;
  /** Roles that may do what those may who manage the server. */
  readonly moderatorRoleIds: ReadonlySet<string>;
}

export type LimitName = 'memberQuestionsPerMinute' | 'channelAnswersPerMinute';

/** A channel, or a thread with the channel that it belongs to. */
interface ChannelPlace {
  readonly channelId: string;
  readonly parentId: string | null;
}

/** A value as it is stored, in JSON; one that is damaged counts as unset. */
function stored<Value>(schema: v.GenericSchema<Value>) {
  return v.fallback(v.nullable(v.pipe(v.string(), v.parseJson(), schema)), null);
}

const singleSettings = v.object({
  logChannelId: stored(v.string()),
  memberQuestionsPerMinute: stored(wholeNumber),
  channelAnswersPerMinute: stored(wholeNumber),
  sampleCorpus: stored(v.boolean()),
} satisfies Record<keyof SingleSettings, v.GenericSchema>);

/**
 * What the moderators of each server have chosen. What changes a setting returns what it was before.
 */
export class ServerSettingsStore {
  readonly #selectModes: SqliteStatement;
  readonly #upsertMode: SqliteStatement;
  readonly #selectRoles: SqliteStatement;
  readonly #insertRole: SqliteStatement;
  readonly #deleteRole: SqliteStatement;
  readonly #selectSingle: SqliteStatement;
  readonly #upsertSingle: SqliteStatement;
  readonly #deleteSingle: SqliteStatement;

  constructor(database: StateDatabase) {
    this.#selectModes = database.prepare(
      'SELECT channel_id AS channelId, mode FROM channel_modes WHERE server_id = ?',
    );
    this.#upsertMode = database.prepare(
      'INSERT INTO channel_modes (server_id, channel_id, mode) VALUES (?, ?, ?) ' +
        'ON CONFLICT (server_id, channel_id) DO UPDATE SET mode = excluded.mode',
    );
    this.#selectRoles = database.prepare(
      'SELECT role_id AS roleId FROM moderator_roles WHERE server_id = ?',
    );
    this.#insertRole = database.prepare(
      'INSERT OR IGNORE INTO moderator_roles (server_id, role_id) VALUES (?, ?)',
    );
    this.#deleteRole = database.prepare(
      'DELETE FROM moderator_roles WHERE server_id = ? AND role_id = ?',
    );
    this.#selectSingle = database.prepare(
      'SELECT name, value FROM server_settings WHERE server_id = ?',
    );
    this.#upsertSingle = database.prepare(
      'INSERT INTO server_settings (server_id, name, value) VALUES (?, ?, ?) ' +
        'ON CONFLICT (server_id, name) DO UPDATE SET value = excluded.value',
    );
    this.#deleteSingle = database.prepare(
      'DELETE FROM server_settings WHERE server_id = ? AND name = ?',
    );
  }

  get(serverId: string): ServerSettings {
    const roles = this.#selectRoles.all(serverId) as { roleId: string }[];
    return {
      channelModes: this.#channelModes(serverId),
      moderatorRoleIds: new Set(roles.map(({ roleId }) => roleId)),
      ...this.#singleSettings(serverId),
    };
  }

  /** As `channelModeOf`; direct messages have the default mode. */
  modeOf(place: ChannelPlace & { readonly serverId: string | null }): ChannelMode {
    if (place.serverId === null) return DEFAULT_MODE;
    return channelModeOf({ channelModes: this.#channelModes(place.serverId) }, place);
  }

  /** @returns null where the channel had no mode of its own. */
  setChannelMode(serverId: string, channelId: string, mode: ChannelMode): ChannelMode | null {
    const before = this.#channelModes(serverId).get(channelId) ?? null;
    this.#upsertMode.run(serverId, channelId, mode);
    return before;
  }

  /** @returns whether it was one before. */
  addModeratorRole(serverId: string, roleId: string): boolean {
    return this.#insertRole.run(serverId, roleId).changes === 0;
  }

  /** @returns whether it was one before. */
  removeModeratorRole(serverId: string, roleId: string): boolean {
    return this.#deleteRole.run(serverId, roleId).changes > 0;
  }

  setLogChannel(serverId: string, channelId: string | null): string | null {
    return this.#set(serverId, 'logChannelId', channelId);
  }

  setLimit(serverId: string, name: LimitName, perMinute: number | null): number | null {
    return this.#set(serverId, name, perMinute);
  }

  setSampleCorpus(serverId: string, isOn: boolean | null): boolean | null {
    return this.#set(serverId, 'sampleCorpus', isOn);
  }

  #channelModes(serverId: string): Map<string, ChannelMode> {
    const channelModes = new Map<string, ChannelMode>();
    for (const row of this.#selectModes.all(serverId)) {
      const { channelId, mode } = row as { channelId: string; mode: string };
      if (isChannelMode(mode)) channelModes.set(channelId, mode);
    }
    return channelModes;
  }

  #singleSettings(serverId: string): SingleSettings {
    const rows = this.#selectSingle.all(serverId) as { name: string; value: string }[];
    return v.parse(
      singleSettings,
      Object.fromEntries(rows.map(({ name, value }) => [name, value])),
    );
  }

  #set<Name extends keyof SingleSettings>(
    serverId: string,
    name: Name,
    value: SingleSettings[Name],
  ): SingleSettings[Name] {
    const before = this.#singleSettings(serverId)[name];
    if (value === null) this.#deleteSingle.run(serverId, name);
    else this.#upsertSingle.run(serverId, name, JSON.stringify(value));
    return before;
  }
}

/** A thread has the mode of its channel unless it was given one of its own. */
export function channelModeOf(
  { channelModes }: Pick<ServerSettings, 'channelModes'>,
  { channelId, parentId }: ChannelPlace,
): ChannelMode {
  const inherited = parentId === null ? undefined : channelModes.get(parentId);
  return channelModes.get(channelId) ?? inherited ?? DEFAULT_MODE;
}

function isChannelMode(value: string): value is ChannelMode {
  return (CHANNEL_MODES as readonly string[]).includes(value);
}
