/** An address that opens a message in Discord. */
export function messageLink(serverId: string | null, channelId: string, messageId: string): string {
  return `https://discord.com/channels/${serverId ?? '@me'}/${channelId}/${messageId}`;
}
