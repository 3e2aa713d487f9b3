import type { APIApplicationCommand } from 'discord-api-types/v10';
import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import { applicationFlags } from './gateway.ts';
import { type ApiRequest, openRoute, type Route, route } from './route.ts';
import { renderUser } from './user.ts';
import type { World } from './world.ts';

/** The routes of the application, its account and its commands. */
export function applicationRoutes(world: World): Route[] {
  const { bot, commands } = world;
  const scopeOf = ({ param }: ApiRequest): string | null => {
    if (param('applicationId') !== bot.user.id) {
      throw new ApiError(RESTJSONErrorCodes.UnknownApplication);
    }
    const serverId = param('serverId');
    if (serverId === '') return null;
    if (world.servers.get(serverId)?.grantsCommands !== true) {
      throw new ApiError(RESTJSONErrorCodes.MissingAccess);
    }
    return serverId;
  };
  const application = (): object => ({
    id: bot.user.id,
    name: bot.user.name,
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    team: null,
    flags: applicationFlags(bot.messageContentEnabled),
    bot: renderUser(bot.user),
  });
  const commandRoutes = ['', '/guilds/:serverId'].flatMap((scope) => {
    const place = `/applications/:applicationId${scope}/commands`;
    return [
      route(`GET ${place}`, (request): readonly APIApplicationCommand[] =>
        commands.list(scopeOf(request)),
      ),
      route(`PUT ${place}`, (request) => commands.replace(scopeOf(request), request.body)),
      route(`POST ${place}`, (request) => commands.upsert(scopeOf(request), request.body)),
    ];
  });
  return [
    openRoute('GET /gateway', () => ({ url: world.gatewayUrl })),
    route('GET /gateway/bot', () => ({
      url: world.gatewayUrl,
      shards: world.sharding.shards,
      session_start_limit: {
        total: 1000,
        remaining: 999,
        reset_after: 0,
        max_concurrency: world.sharding.maxConcurrency,
      },
    })),
    route('GET /applications/@me', application),
    route('GET /oauth2/applications/@me', application),
    route('GET /users/@me', () => renderUser(bot.user)),
    route('GET /users/@me/guilds', () =>
      [...world.servers.values()].map(({ id, name, botRole }) => ({
        id,
        name,
        icon: null,
        owner: false,
        permissions: String(botRole.permissions),
        features: [],
      })),
    ),
    route('POST /users/@me/channels', ({ body }) => {
      const { recipient_id: id } = body as { recipient_id?: string };
      const user = world.users.get(id ?? '');
      if (user === undefined) throw new ApiError(RESTJSONErrorCodes.UnknownUser);
      return world.directChannelWith(user).render();
    }),
    route('GET /users/:userId', ({ param }) => {
      const user = world.users.get(param('userId'));
      if (user === undefined) throw new ApiError(RESTJSONErrorCodes.UnknownUser);
      return renderUser(user);
    }),
    ...commandRoutes,
  ];
}
