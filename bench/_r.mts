import { listCorpus, readArticle } from '../src/corpus/read-corpus.ts';
import { findDates } from '../src/corpus/calendar-date.ts';
const dir = process.argv[2]!;
for (const f of (await listCorpus(dir, { sampleCorpus: true })).files) {
  try {
    const a = await readArticle(dir, f);
    const { text, ...r } = a;
    console.log(
      r,
      a.excluded.map((e) => text.slice(e.start, e.end)),
    );
    console.log(findDates(text, a.date));
  } catch (e) {
    console.log(f.path, String(e));
  }
}
