import MiniSearch from 'minisearch';

/** Shorter words have too many neighbours. */
const MIN_PREFIX_CHARS = 4;
const MIN_FUZZY_CHARS = 5;

/** MiniSearch without stop words, and with beginnings of words and misspelt words found. */
export function build({ passages, stopWords }) {
  const dropped = new Set(stopWords);
  const search = new MiniSearch({
    fields: ['title', 'text'],
    idField: 'position',
    processTerm(term) {
      const folded = term.toLowerCase();
      return dropped.has(folded) ? null : folded;
    },
    searchOptions: {
      prefix: (term) => term.length >= MIN_PREFIX_CHARS,
      fuzzy: (term) => (term.length >= MIN_FUZZY_CHARS ? 0.2 : false),
    },
  });
  search.addAll(passages);
  return ({ text }, count) =>
    search
      .search(text)
      .slice(0, count)
      .map(({ id }) => id);
}
