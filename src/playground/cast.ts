import { INVITE_PERMISSIONS } from '../discord/permissions.ts';
import type { Member } from '../discord/request.ts';

/** Somebody to be in the playground. */
export interface CastMember extends Member {
  /** What sets this one apart, for choosing. */
  readonly part: string;
}

/** As Discord numbers its permissions: managing messages, and the server. */
const MODERATOR_PERMISSIONS = (1n << 13n) | (1n << 5n);
const NO_PERMISSIONS = 0n;

// Ids are told apart by their size alone: those of messages are made of the time, and are larger.
export const SERVER = { id: '100000000000000001', name: 'Playground' } as const;
export const BOT = { id: '100000000000000002', name: 'Verbatim' } as const;
export const ROLES = [{ id: '100000000000000003', name: 'Editors' }] as const;

/** Two members and a moderator. The second one has a role, for settings that name one. */
export const CAST: readonly CastMember[] = [
  {
    id: '100000000000000011',
    name: 'Ada',
    part: 'member',
    permissions: NO_PERMISSIONS,
    roleIds: [],
  },
  {
    id: '100000000000000012',
    name: 'Ben',
    part: 'member, Editors',
    permissions: NO_PERMISSIONS,
    roleIds: [ROLES[0].id],
  },
  {
    id: '100000000000000013',
    name: 'Mira',
    part: 'moderator',
    permissions: MODERATOR_PERMISSIONS,
    roleIds: [],
  },
];

/** What the bot may do in every channel: what its invitation asks for. */
export const BOT_PERMISSIONS = INVITE_PERMISSIONS.reduce((bits, { bit }) => bits | bit, 0n);

/** The member of that id; undefined for any other. */
export function findMember(id: string): CastMember | undefined {
  return CAST.find((member) => member.id === id);
}
