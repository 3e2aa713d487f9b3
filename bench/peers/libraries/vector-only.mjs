/** Nothing but our model: the cosine of every passage with the question. */
export function build({ passages }) {
  return ({ vector }, count) =>
    passages
      .map((passage) => ({ position: passage.position, score: dot(passage.vector, vector) }))
      .sort((a, b) => b.score - a.score || a.position - b.position)
      .slice(0, count)
      .map(({ position }) => position);
}

function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
