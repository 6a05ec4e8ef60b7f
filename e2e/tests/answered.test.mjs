// Somebody is about to ask what doctors have answered already: one reads that, another says what is different.
import assert from 'node:assert/strict';

import { useBrowser } from '../browser.mjs';
import { journey, publish } from '../journeys.mjs';
import { signUp } from '../people.mjs';

useBrowser();

const KNOWN = /frown lines make my hairline recede/;
const BODY = 'I had Botox for my frown lines some weeks ago. Now my hairline seems to recede. Can Botox make my hair fall out?';
const DIFFERENT = 'I have had radiotherapy on my scalp.';

/** Writes it, and sees while writing that it is answered: without JavaScript only on the preview. */
async function ask(page, see, way, title) {
  await page.getByLabel('A question about me').check();
  await page.getByLabel('Your question in one sentence').fill(title);
  await page.getByLabel('Tell the doctors more').fill(BODY);
  if (way.name.endsWith('script')) {
    await page.getByRole('heading', { name: 'Already answered?' }).waitFor();
    await page.getByRole('link', { name: KNOWN }).waitFor();
    await see('while-writing');
  }
}

async function preview(page, title) {
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('heading', { name: title }).waitFor();
}

journey('answered', async (way) => {
  const title = `Did the Botox in my frown lines make my hair recede? (${way.number})`;
  await way.open('/ask', null, async (page, see) => {
    await ask(page, see, way, title);
    await preview(page, title);
    await page.getByRole('link', { name: KNOWN }).waitFor();
    await see('preview');
    await page.getByRole('button', { name: 'This answers my question' }).first().click();
    await page.getByRole('heading', { name: 'Your question is answered' }).waitFor();
    await see('chosen');
    await page.getByRole('button', { name: 'Throw my draft away' }).click();
    await page.getByRole('heading', { level: 1, name: KNOWN }).waitFor();
    await page.goto(new URL('/ask', page.url()).href);
    assert.equal(await page.getByLabel('Your question in one sentence').inputValue(), '', 'the draft is gone');
  });

  const path = await way.open('/ask', null, async (page, see) => {
    await ask(page, see, way, title);
    await preview(page, title);
    await page.getByRole('link', { name: 'Mine is different: say how' }).click();
    await page.getByLabel('Mine is different because').fill(DIFFERENT);
    await preview(page, title);
    await page.getByText(DIFFERENT).waitFor();
    await page.getByRole('link', { name: 'Make an account' }).click();
    await signUp(page, way.address);
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByRole('button', { name: 'Send my question' }).click();
    await page.getByText('Only you see this yet').waitFor();
    return new URL(page.url()).pathname;
  });
  await publish(way, title);
  await way.open(path, null, async (page, see) => {
    await page.getByText(DIFFERENT).waitFor();
    await page.getByRole('heading', { name: 'Related questions' }).waitFor();
    await see('different');
  });
});
