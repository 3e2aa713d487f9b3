import { create, insertMultiple, search } from '@orama/orama';

/** Orama's hybrid search: its full-text search and our vectors, weighted as it does by default. */
export async function build({ passages, dims, stopWords }) {
  const database = create({
    schema: { title: 'string', text: 'string', vector: `vector[${dims}]` },
    components: { tokenizer: { language: 'english', stemming: true, stopWords } },
  });
  await insertMultiple(
    database,
    passages.map(({ position, title, text, vector }) => ({
      id: String(position),
      title,
      text,
      vector: [...vector],
    })),
  );
  return async (question, count) => {
    const { hits } = await search(database, {
      mode: 'hybrid',
      term: question.text,
      vector: { value: [...question.vector], property: 'vector' },
      // The default of 0.8 is meant for another model and would drop nearly all passages.
      similarity: 0,
      limit: count,
    });
    return hits.map(({ id }) => Number(id));
  };
}
