import type { PageElement } from './page.ts';

/** What JSON-LD says about the article of a page; null where it says nothing for certain. */
export interface StructuredData {
  readonly title: string | null;
  /** As it is written. */
  readonly date: string | null;
  readonly outlet: string | null;
}

type Thing = Readonly<Record<string, unknown>>;

const ARTICLE_TYPE = /(?:Article|BlogPosting|Report|SocialMediaPosting)$/;
/** Those that stand in headlines. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  hellip: '…',
  ldquo: '“',
  lsquo: '‘',
  lt: '<',
  mdash: '—',
  nbsp: ' ',
  ndash: '–',
  quot: '"',
  rdquo: '”',
  rsquo: '’',
};
/** Larger data are a catalogue. */
const MAX_CHARS = 2_000_000;
/** Pages describe themselves and a few others. */
const MAX_THINGS = 10_000;

/**
 * Reads the JSON-LD of a page (https://json-ld.org). Where it describes several articles, those count
 * whose address is the page's own; where they differ in a field, the field is null.
 *
 * @param url the page's own address, where it is known.
 */
export function findStructuredData(page: PageElement, url: string | null): StructuredData {
  const things = [...page.querySelectorAll('script[type="application/ld+json"]')].flatMap(
    (script) => thingsIn(script.textContent ?? ''),
  );
  const byId = new Map(things.flatMap((thing) => idOf(thing, '@id').map((id) => [id, thing])));
  const articles = things.filter((thing) =>
    listOf(thing['@type']).some((type) => typeof type === 'string' && ARTICLE_TYPE.test(type)),
  );
  const ofPage = articles.filter((article) => url !== null && addressesOf(article).includes(url));
  const candidates = ofPage.length > 0 ? ofPage : articles;
  const only = (valueOf: (article: Thing) => unknown): string | null => {
    const values = new Set(candidates.map(valueOf).filter(isText));
    return values.size === 1 ? ([...values][0] ?? null) : null;
  };
  return {
    title: only((article) => decodeEntities(article['headline'])),
    date: only((article) => article['datePublished']),
    outlet: only((article) => decodeEntities(nameOf(article['publisher'], byId))),
  };
}

/** The things on the outer levels of a script; none where it is not JSON. */
function thingsIn(script: string): Thing[] {
  if (script.length > MAX_CHARS) return [];
  let content: unknown;
  try {
    content = JSON.parse(script);
  } catch {
    // Broken data say nothing; the page may still be read.
    return [];
  }
  return [content]
    .flatMap(listOf)
    .slice(0, MAX_THINGS)
    .flatMap((thing) => (isThing(thing) ? [thing, ...listOf(thing['@graph'])] : []))
    .slice(0, MAX_THINGS)
    .filter(isThing);
}

function addressesOf(article: Thing): string[] {
  return ['url', 'mainEntityOfPage', '@id'].flatMap((key) => idOf(article, key));
}

/** A property that is an address or a thing that has one. */
function idOf(thing: Thing, key: string): string[] {
  const value = thing[key];
  return [isThing(value) ? value['@id'] : value].filter(isText);
}

/** The name of a publisher, who may be described elsewhere in the data. */
function nameOf(publisher: unknown, byId: ReadonlyMap<unknown, unknown>): unknown {
  const names = listOf(publisher)
    .slice(0, 2)
    .map((one) => {
      if (!isThing(one)) return one;
      const described = byId.get(one['@id']);
      return one['name'] ?? (isThing(described) ? described['name'] : null);
    });
  return names.length === 1 ? names[0] : null;
}

/** Publishing systems often write `&amp;` in JSON, where it is no entity. */
function decodeEntities(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (entity, ...found) => {
    const [decimal, hex, name] = found as (string | undefined)[];
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
