import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import { ApiError } from './api-error.ts';

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

interface TextLimits {
  readonly from?: number;
  readonly to: number;
  readonly isRequired?: boolean;
}

/** Whether a part of a body is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ApiError for one problem. */
export function refuseForm(path: string, code: string, message: string): never {
  const problems = new FormProblems();
  problems.add(path, code, message);
  throw problems.toError();
}

/** Collects what is wrong with the body of a request, by path: `embeds.0.title`. */
export class FormProblems {
  readonly #errors: ErrorTree = {};
  #isEmpty = true;

  add(path: string, code: string, message: string): void {
    this.#isEmpty = false;
    let node = this.#errors;
    for (const key of path.split('.')) {
      node[key] ??= {};
      node = node[key] as ErrorTree;
    }
    const entries = (node['_errors'] ??= []) as { code: string; message: string }[];
    entries.push({ code, message });
  }

  /** @throws ApiError where any problem was found. */
  throwIfAny(): void {
    if (!this.#isEmpty) throw this.toError();
  }

  toError(): ApiError {
    return new ApiError(RESTJSONErrorCodes.InvalidFormBodyOrContentType, this.#errors);
  }

  missing(path: string): void {
    this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  }

  choice(path: string, allowed: readonly unknown[]): void {
    this.add(path, 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
  }

  /** Lengths are counted in UTF-16 units, the strictest reading of Discord’s limits. */
  text(path: string, value: unknown, { from = 0, to, isRequired = false }: TextLimits): void {
    if (value === undefined || value === null) {
      if (isRequired) this.missing(path);
    } else if (typeof value !== 'string') {
      this.add(
        path,
        'STRING_TYPE_CONVERT',
        `Could not interpret ${JSON.stringify(value)} as string.`,
      );
    } else if (value.length > to) {
      this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${to} or fewer in length.`);
    } else if (value.length < from) {
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${from} and ${to} in length.`);
    }
  }

  integer(path: string, value: unknown, from: number, to: number): void {
    if (value === undefined || value === null) return;
    if (!Number.isInteger(value)) {
      this.add(path, 'NUMBER_TYPE_COERCE', `Value ${JSON.stringify(value)} is not int.`);
    } else if ((value as number) < from || (value as number) > to) {
      this.add(path, 'NUMBER_TYPE_MAX', `int value should be between ${from} and ${to}.`);
    }
  }

  boolean(path: string, value: unknown): void {
    if (value === undefined || value === null || typeof value === 'boolean') return;
    this.add(path, 'BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  }

  address(path: string, value: unknown, longest: number, protocols: readonly string[]): void {
    if (value === undefined || value === null) return;
    this.text(path, value, { from: 1, to: longest });
    const isAddress = typeof value === 'string' && URL.canParse(value);
    const protocol = isAddress ? new URL(value).protocol : null;
    if (protocol === null) {
      this.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
    } else if (!protocols.includes(protocol)) {
      this.add(
        path,
        'URL_TYPE_INVALID_SCHEME',
        `Scheme "${protocol}" is not supported. Scheme must be one of (${protocols.join(', ')}).`,
      );
    }
  }

  /** The entries of a list; nothing where the field is absent or no list. */
  list(path: string, value: unknown, from: number, to: number): readonly unknown[] {
    if (value === undefined || value === null) {
      if (from > 0) this.missing(path);
      return [];
    }
    if (!Array.isArray(value)) {
      this.add(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
      return [];
    }
    if (value.length < from || value.length > to) {
      this.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${from} and ${to} in length.`);
    }
    return value;
  }

  /** The objects of a list; other entries are problems. */
  *objects(
    path: string,
    value: unknown,
    from: number,
    to: number,
  ): Generator<[path: string, entry: Readonly<Record<string, unknown>>]> {
    for (const [position, entry] of this.list(path, value, from, to).entries()) {
      const entryPath = `${path}.${position}`;
      if (isObject(entry)) yield [entryPath, entry];
      else
        this.add(entryPath, 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    }
  }
}
