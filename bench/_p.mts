import { listCorpus, readArticle } from '../src/corpus/read-corpus.ts';
import { splitArticle } from '../src/passages/split-article.ts';
import { PASSAGE_SETTINGS } from '../src/passages/passage.ts';
const dir = process.argv[2]!;
for (const f of (await listCorpus(dir, { sampleCorpus: true })).files) {
  const a = await readArticle(dir, f);
  console.log('#####', a.path, a.title, a.date, a.outlet, a.language);
  for (const p of splitArticle(a, PASSAGE_SETTINGS, {
    maxTokens: 512,
    countTokens: (t) => t.length / 4,
  }))
    console.log(
      '[' + (p.end - p.start) + ']',
      p.heading && a.text.slice(p.heading.start, p.heading.end),
      JSON.stringify(p.eventDates.map((d) => d.from + '..' + d.to)),
      '\n' + a.text.slice(p.start, p.end) + '\n',
    );
}
