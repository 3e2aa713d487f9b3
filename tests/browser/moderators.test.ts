import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from '../support/library.ts';
import { hasBrowser, usePlayground } from './use-playground.ts';
import type { Visitor } from './visitor.ts';

/** An article that would take over the page if any of it were read as markup. */
const HOSTILE = [
  'The otter <img src=x onerror="document.title=\'taken\'"> crossed the weir on Friday.',
  '<script>document.title = "taken"</script> **Nobody** saw the otter, ||or|| [did they](javascript:alert(1))?',
].join('\n\n');

describe.skipIf(!hasBrowser())('moderators in the playground', () => {
  const playground = usePlayground(SAMPLE_FILES);
  let mira: Visitor;

  beforeEach(async () => {
    mira = await playground.visit();
    await mira.be('Mira');
    return () => mira.leave();
  });

  async function paste(fields: Readonly<Record<string, string>>): Promise<void> {
    await mira.say('/corpus add');
    const dialog = mira.page.getByRole('dialog', { name: 'Add an article' });
    for (const [label, value] of Object.entries(fields)) {
      await dialog.getByRole('textbox', { name: label }).fill(value);
    }
    await dialog.getByRole('button', { name: 'Submit' }).click();
    const preview = await mira.sees('This is what I understand of it');
    await mira.press(preview, 'Add');
    await expect.poll(() => preview.innerText(), { timeout: 30_000 }).toContain('Started by Mira');
  }

  it('adds an article to a copy, and it can be quoted', async () => {
    await paste({
      Title: 'New ferry for Harlow',
      Outlet: 'Harbour Herald',
      'Date of publication': '2022-12-02',
      Text: 'The council of Harlow has bought a second ferry, the Kestrel, for 3.2 million crowns.',
    });
    await mira.say('/ask What is the name of the second ferry of Harlow?');
    await mira.sees(/Kestrel[^]*Confidence/);
    expect(await readdir(playground.corpusDir)).not.toContain('added');
  });

  it('shows a hostile article as text', async () => {
    await paste({
      Title: '<b>Otter</b> **news** @everyone',
      Outlet: '<i>River</i> Post',
      'Date of publication': '2022-12-03',
      Text: HOSTILE,
    });
    await mira.say('/ask When did the otter cross the weir?');
    const answer = await mira.sees(/crossed the weir[^]*Confidence/);
    const text = await answer.innerText();
    expect(text).toContain('The otter <img src=x onerror="document.title=\'taken\'"> crossed');
    expect(text).toContain('<b>Otter</b> **news** @everyone');
    expect(text).toContain('<i>River</i> Post');
    expect(await answer.locator('img, script, b, i, a').count()).toBe(0);
    expect(await mira.page.title()).not.toContain('taken');
  });

  it('takes a file, and says why not of one that is no article', async () => {
    await mira.input.fill('/corpus add');
    await mira.page.getByRole('option', { name: /corpus add/ }).click();
    const form = mira.page.getByRole('form', { name: '/corpus add' });
    await form.getByLabel('file').setInputFiles({
      name: 'picture.png',
      mimeType: 'image/png',
      buffer: Buffer.from('89504e470d0a1a0a', 'hex'),
    });
    await form.getByRole('button', { name: 'Run' }).click();
    const note = await mira.sees('That cannot become an article');
    expect(await note.innerText()).toContain('Only you can see this');
  });

  it('indexes anew, with a message about it for all to see', async () => {
    await mira.open('newsroom');
    await mira.say('/corpus reindex');
    const outcome = await mira.sees('Started by Mira');
    expect(await outcome.innerText()).not.toContain('Only you can see this');
    await mira.say('/corpus log');
    await mira.sees('Mira reindexed');
  });

  it('sees what was asked in vain', async () => {
    await mira.say('/ask Which orchestra played Mahler in Reykjavik?');
    await mira.sees('Only you can see this');
    await mira.say('/corpus gaps');
    const gaps = await mira.sees('Which orchestra played Mahler in Reykjavik?');
    expect(await gaps.innerText()).toContain('Mira used /corpus gaps');
  });
});
