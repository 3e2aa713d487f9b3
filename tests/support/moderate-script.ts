// Run by tests as a process of its own, so that it can be killed: HOME ROUNDS. It begins when a line comes
// on standard input. In each round a moderator withdraws an article, proposes two uploads and discards
// one of them, adds an article and removes it; it prints each of these when it is done, with its round or
// the id of the action.
import { once } from 'node:events';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { handleConfirmation } from '../../src/discord/corpus/confirm.ts';
import type { ButtonRequest } from '../../src/discord/request.ts';
import type { NewPendingAction } from '../../src/state/pending-actions.ts';
import { additionOf, articleOf, ASKED, openModeration, partsOf, uploadOf } from './moderation.ts';

const [home = '', rounds = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');

const moderation = await openModeration(home);
const { pending, corrections, uploads } = moderation;
const parts = partsOf(moderation, Date.now);
for (let round = 0; round < Number(rounds); round++) {
  const path = articleOf(round);
  const { serverId } = ASKED;
  const proposal = { kind: 'withdrawn', path, day: '2022-12-30', note: null, serverId } as const;
  const { id: correctionId } = corrections.propose({ ...proposal, proposedAtMs: round }, []);
  await decide('confirm', ask({ kind: 'withdraw', payload: { path, correctionId } }));
  process.stdout.write(`withdrawn ${round}\n`);
  const [kept, discarded] = [await upload('kept', round), await upload('discarded', round)];
  process.stdout.write(`asked ${kept}\n`);
  await decide('discard', discarded);
  process.stdout.write(`discarded ${discarded}\n`);
  await decide('confirm', await upload('added', round));
  process.stdout.write(`added ${round}\n`);
  await decide('confirm', ask({ kind: 'remove', payload: { path: additionOf(round) } }));
  process.stdout.write(`removed ${round}\n`);
}
process.exit();

function ask(change: Pick<NewPendingAction, 'kind' | 'payload'>): string {
  const expiresAtMs = Date.now() + 60 * 60 * 1000;
  return pending.create({ ...change, ...ASKED, expiresAtMs } as NewPendingAction).id;
}

async function upload(what: string, round: number): Promise<string> {
  const stagedFile = `${what}-${round}`;
  const id = ask({ kind: 'add', payload: { path: `${stagedFile}.md`, stagedFile } });
  await uploads.put(stagedFile, Buffer.from(uploadOf(stagedFile)));
  return id;
}

async function decide(decision: 'confirm' | 'discard', actionId: string): Promise<void> {
  const request: ButtonRequest = {
    kind: 'button',
    id: '1',
    customId: '',
    messageId: '2',
    member: {
      id: ASKED.actorId,
      name: 'Ada',
      permissions: PermissionFlagsBits.ManageGuild,
      roleIds: [],
    },
    place: { serverId: ASKED.serverId, channelId: '3', parentId: null, botPermissions: ~0n },
  };
  const handling = handleConfirmation({ decision, actionId }, request, parts);
  if (handling.acknowledge !== 'update') throw new Error('the moderator was turned away');
  await handling.update(() => Promise.resolve(null));
}
