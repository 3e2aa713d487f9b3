import { expect, it } from 'vitest';
import { recordDeed } from '../../../src/discord/corpus/audit.ts';
import type { ServerSettingsStore } from '../../../src/state/server-settings.ts';
import { HOME, MODERATOR, openCurationDesk } from '../../support/curation-parts.ts';

it('what was done does not fail afterwards where nobody knows the log channel', async () => {
  const { parts, logged } = await openCurationDesk();
  const settings: Partial<ServerSettingsStore> = {
    get() {
      throw new Error('the state is locked');
    },
  };
  const lent = { ...parts, settings: settings as ServerSettingsStore };
  recordDeed({ action: 'cancel' }, { member: MODERATOR, place: { serverId: HOME } }, lent);
  await new Promise(setImmediate);
  expect(parts.audit.page({ offset: 0, limit: 9 }).total).toBe(1);
  expect(logged).toEqual(['could not post in the log channel']);
});
