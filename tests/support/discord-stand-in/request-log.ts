/** A request that the bot made of the API. */
export interface LoggedRequest {
  readonly method: string;
  /** Below the version, decoded, without the query: `/channels/1/messages`. */
  readonly path: string;
  readonly query: string;
  /** As parsed from JSON, of multipart bodies the JSON part; null where there was none. */
  readonly body: unknown;
  /** By the clock of the stand-in, in milliseconds since 1970. */
  readonly at: number;
  /** 0 while no answer was given. */
  status: number;
}

const MOST_LINES = 20;
const TOKEN = /[\w-]{40,}/;
const LONGEST_BODY = 300;

/** What the bot asked last, for a person to read. */
export function describeRequests(requests: readonly LoggedRequest[]): string {
  const lines = requests.slice(-MOST_LINES).map(({ method, path, query, body, status }) => {
    const content = body === null ? '' : ` ${JSON.stringify(body)}`;
    const shown = content.length > LONGEST_BODY ? `${content.slice(0, LONGEST_BODY)}…` : content;
    return `  ${method} ${path.replace(TOKEN, '…')}${query}${shown} -> ${status}`;
  });
  return lines.length === 0 ? 'the bot sent nothing' : `the bot sent last\n${lines.join('\n')}`;
}
