import { create, insertMultiple, search } from '@orama/orama';

/** Orama's full-text search, with the stemmer that it brings and our stop words. */
export async function build({ passages, stopWords }) {
  const database = create({
    schema: { title: 'string', text: 'string' },
    components: { tokenizer: { language: 'english', stemming: true, stopWords } },
  });
  await insertMultiple(
    database,
    passages.map(({ position, title, text }) => ({ id: String(position), title, text })),
  );
  return async (question, count) => {
    const { hits } = await search(database, { term: question.text, limit: count });
    return hits.map(({ id }) => Number(id));
  };
}
