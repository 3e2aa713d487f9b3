/**
 * Thirty articles, each of another outlet and day: more than Discord takes as choices, and more than
 * one page of the list of articles holds. The first is the oldest.
 */
export const WEATHER_REPORTS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 30 }, (_, position) => {
    const number = String(position + 1).padStart(2, '0');
    const article = `---
title: Weather report no. ${number}
date: 2021-06-${number}
outlet: Station ${number}
---

Rain and ${position} centimetres of hail fell on the fields around station ${number}.
`;
    return [`weather/${number}.md`, article];
  }),
);
