import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';
import type { Upload } from './files.ts';

/** The body of a request, as JSON or as a form with JSON and files. */
export interface RequestBody {
  /** Null where there is none. */
  readonly json: unknown;
  readonly uploads: readonly Upload[];
}

/** Reads the body of a request to its end. @throws ApiError where the JSON is none. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const bytes = await buffer(request);
  const contentType = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return { json: null, uploads: [] };
  if (!contentType.startsWith('multipart/form-data')) {
    return { json: parse(bytes.toString('utf8')), uploads: [] };
  }
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  const uploads: Upload[] = [];
  let json: unknown = null;
  for (const [name, value] of form) {
    if (name === 'payload_json') {
      json = parse(typeof value === 'string' ? value : await value.text());
    } else if (typeof value !== 'string') {
      const content = new Uint8Array(await value.arrayBuffer());
      uploads.push({ name: value.name, content, contentType: value.type });
    }
  }
  return { json, uploads };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(RESTJSONErrorCodes.RequestBodyContainsInvalidJSON);
  }
}
