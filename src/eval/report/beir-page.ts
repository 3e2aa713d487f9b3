import type { Article } from '../../corpus/article.ts';
import type { BeirDataset } from '../beir.ts';
import type { BeirReport, QueryRun } from '../evaluate-beir.ts';
import { type WorstQuery, worstQueries } from '../worst-queries.ts';
import { type Markup, markup } from './markup.ts';
import { renderPage, section } from './page.ts';
import { renderTable } from './table.ts';

const WORST = 50;
/** What is shown of a document, in UTF-16 units. */
const EXTRACT_CHARS = 300;

/**
 * The report on a BEIR data set, as one HTML file.
 *
 * @param facts what was measured: shown below the title.
 */
export function renderBeirPage(
  facts: readonly string[],
  report: BeirReport,
  dataset: BeirDataset,
  runs: readonly QueryRun[],
): string {
  const { ms, dataset: name, ranking, queries, ...means } = report;
  const worst = worstQueries(dataset, runs, WORST);
  return renderPage(`Retrieval on ${name}`, facts, [
    section('Figures', [
      renderTable(
        ['figure', 'value'],
        [
          ['ranking', ranking],
          ['queries', String(queries)],
          ...Object.entries(means).map(([figure, value]) => [figure, value.toFixed(3)]),
          ['ms p50', String(ms.p50)],
          ['ms p95', String(ms.p95)],
        ],
      ),
    ]),
    section(
      `The ${worst.length} worst queries by nDCG@10`,
      worst.length === 0 ? [markup`<p>None: all are perfect.</p>`] : worst.map(renderQuery),
    ),
  ]);
}

function renderQuery({ query, ndcg, first, wanted, wantedRank }: WorstQuery): Markup {
  const place = wantedRank === null ? 'not found' : `at rank ${wantedRank}`;
  return markup`<article class="case">
<h3 dir="auto">${query.text}</h3>
<p class="faint">${query.id} · nDCG@10 ${ndcg.toFixed(3)}</p>
<p>Best-judged document, ${place}:</p>
${renderDocument(wanted)}<p>First:</p>
${renderDocument(first)}</article>
`;
}

function renderDocument(document: Article | null): Markup {
  if (document === null)
    return markup`<blockquote>None.</blockquote>
`;
  const { path, title, text } = document;
  const extract = text.slice(0, EXTRACT_CHARS);
  return markup`<blockquote dir="auto">${extract}${extract.length < text.length ? ' …' : ''}</blockquote>
<p class="faint">${title === null ? path : `${path} · ${title}`}</p>
`;
}
