import { describe, expect, it } from 'vitest';
import { DAM_REPORTS } from '../support/dam-reports.ts';
import { hasBrowser, usePlayground } from './use-playground.ts';

describe.skipIf(!hasBrowser())('a timeline in the playground', () => {
  const playground = usePlayground(DAM_REPORTS);

  it('has its picture, no wider than a phone, with words for those who do not see it', async () => {
    const viewport = { width: 390, height: 844 };
    const visitor = await playground.visit({ viewport });
    await visitor.say('/timeline Vell dam');
    const message = await visitor.sees('Timeline of');
    const picture = message.getByRole('img', { name: /^Bars by day: reports on “Vell dam”/ });
    await picture.waitFor();
    const width = visitor.page.evaluate<number>("document.querySelector('img').naturalWidth");
    expect(await width).toBe(1200);
    expect((await picture.boundingBox())?.width).toBeLessThan(390);
    const footer = message.locator('.embed-footer').first();
    expect(await footer.innerText()).toMatch(/ · .*\n.*, characters /);
    await visitor.leave();
  });
});
