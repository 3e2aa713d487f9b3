import { type Markup, markup } from './markup.ts';

/**
 * A table that scrolls by itself where the screen is too narrow. Numbers stand to the right.
 *
 * @param rows the first cell of each names the row.
 */
export function renderTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Markup {
  const isNumeric = headings.map((_, column) => rows.some((row) => isNumber(row[column])));
  const align = (column: number): string => (isNumeric[column] === true ? 'number' : 'text');
  const head = headings.map(
    (heading, column) => markup`<th scope="col" class="${align(column)}">${heading}</th>`,
  );
  const body = rows.map(([name = '', ...cells]) => {
    const rest = cells.map((cell, position) => {
      return markup`<td class="${align(position + 1)}">${cell}</td>`;
    });
    return markup`<tr><th scope="row">${name}</th>${rest}</tr>
`;
  });
  return markup`<div class="wide"><table>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table></div>
`;
}

function isNumber(cell: string | number | undefined): boolean {
  return typeof cell === 'number' || /^\d+(\.\d+)?$/.test(cell ?? '');
}
