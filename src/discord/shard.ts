/** One of the parts into which Discord divides the servers of a bot. */
export interface Shard {
  /** From 0 on. */
  readonly id: number;
  /** How many there are, over all processes and machines. */
  readonly count: number;
}

/** A server's id begins with the time when it was made, above so many bits. */
const BITS_BELOW_TIME = 22n;

/** Whether what happens on a server is told to a shard. Direct messages, null, go to the first one. */
export function hasServer({ id, count }: Shard, serverId: string | null): boolean {
  if (serverId === null) return id === 0;
  return (BigInt(serverId) >> BITS_BELOW_TIME) % BigInt(count) === BigInt(id);
}
