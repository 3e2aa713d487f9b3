import MiniSearch from 'minisearch';

/** MiniSearch as its documentation shows it first. */
export function build({ passages }) {
  const search = new MiniSearch({ fields: ['title', 'text'], idField: 'position' });
  search.addAll(passages);
  return ({ text }, count) =>
    search
      .search(text)
      .slice(0, count)
      .map(({ id }) => id);
}
