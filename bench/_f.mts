import { francAll } from 'franc-min';
import fs from 'fs';
for (const n of [300, 600, 1000])
  for (const f of fs.readdirSync('/work/shared/articles')) {
    const t = fs.readFileSync('/work/shared/articles/' + f, 'utf8');
    for (const o of [0, 1000, 2000]) {
      const r = francAll(t.slice(o, o + n));
      console.log(n, o, r[0], r[1]);
    }
  }
