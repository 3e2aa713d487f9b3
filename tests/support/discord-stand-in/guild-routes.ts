import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import { type ApiRequest, type Route, route } from './route.ts';
import type { Server } from './server.ts';
import type { World } from './world.ts';

/** The routes of servers. */
export function guildRoutes(world: World): Route[] {
  const serverOf = ({ param }: ApiRequest): Server => {
    const server = world.servers.get(param('serverId'));
    if (server === undefined) throw new ApiError(RESTJSONErrorCodes.UnknownGuild);
    return server;
  };
  return [
    route('GET /guilds/:serverId', (request) => serverOf(request).render()),
    route('GET /guilds/:serverId/channels', (request) =>
      serverOf(request).channels.map((channel) => channel.render()),
    ),
    route('GET /guilds/:serverId/roles', (request) =>
      serverOf(request).roles.map((role) => role.render()),
    ),
    route('GET /guilds/:serverId/members/:userId', (request) => {
      const userId = request.param('userId');
      const wanted = userId === '@me' ? world.bot.user.id : userId;
      const member = serverOf(request).findMember(wanted);
      if (member === null) throw new ApiError(RESTJSONErrorCodes.UnknownMember);
      return member.render();
    }),
  ];
}
