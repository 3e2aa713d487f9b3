/**
 * From which similarity on do two questions ask the same? For pairs of questions, with the embedded
 * model: of those that do the share that is put together, and of the others the share that is kept
 * apart, by the threshold.
 *
 *     npm run bench:grouping
 */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { SAME_SIMILARITY } from '../src/curation/group-questions.ts';
import { EMBEDDED_MODEL_DIR, loadConfig } from '../src/config.ts';
import { openModel } from '../src/embeddings/open-model.ts';

const pair = v.object({ questions: v.tuple([v.string(), v.string()]), same: v.boolean() });

const embedder = await openModel(loadConfig({ EMBEDDING_MODEL: EMBEDDED_MODEL_DIR }));
const lines = (await readFile('tests/eval/question-pairs.jsonl', 'utf8')).trim().split('\n');
const scored: { readonly same: boolean; readonly similarity: number }[] = [];
for (const line of lines) {
  const { questions, same } = v.parse(pair, JSON.parse(line));
  const [a, b] = await Promise.all(questions.map((question) => embedder.embedQuestion(question)));
  const similarity = a!.reduce((sum, value, at) => sum + value * b![at]!, 0);
  scored.push({ same, similarity });
}

console.log(`${scored.length} pairs; in use: ${SAME_SIMILARITY}`);
console.log('similarity  put together of the same  kept apart of the others');
for (let threshold = 0.6; threshold < 0.96; threshold += 0.05) {
  const together = share(
    scored.filter(({ same }) => same),
    (similarity) => similarity >= threshold,
  );
  const apart = share(
    scored.filter(({ same }) => !same),
    (similarity) => similarity < threshold,
  );
  console.log(`${threshold.toFixed(2).padStart(10)}${together.padStart(26)}${apart.padStart(26)}`);
}

function share(
  pairs: readonly { readonly similarity: number }[],
  holds: (similarity: number) => boolean,
): string {
  const count = pairs.filter(({ similarity }) => holds(similarity)).length;
  return `${count} of ${pairs.length}`;
}
