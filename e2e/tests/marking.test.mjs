// A doctor agrees with one colleague and disagrees with another; readers see both.
import assert from 'node:assert/strict';

import { useBrowser } from '../browser.mjs';
import { journey } from '../journeys.mjs';

useBrowser();

const REASON = 'The newer trials point the other way, and none of them is named here.';

/** How many colleagues say so of this answer. */
async function said(page, id, verdict) {
  const line = await page.locator(`#${id} .peers > .meta`).allInnerTexts();
  return Number(line.join(' ').match(verdict)?.[1] ?? 0);
}

const AGREE = /(\d+) colleagues? agrees?(?! with)/;
const DISAGREE = /(\d+) disagrees?/;

journey('marking', async (way) => {
  await way.open('/questions?sort=answered', 'doctor', async (page, see) => {
    const paths = await page.locator('main h2 a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const free = page.locator('article.answer', { has: page.getByRole('button', { name: 'I agree', exact: true }) }).filter({ has: page.locator('.mine') }).filter({ hasNotText: 'You disagree with this answer.' });
    // Each goes to another question, so that all of them find answers without a word of this doctor.
    for (const path of paths.slice(way.number * 3)) {
      await page.goto(new URL(path, page.url()).href);
      if ((await free.count()) > 1) break;
    }
    assert.ok((await free.count()) > 1, 'a question with two answers to mark');
    const path = new URL(page.url()).pathname;
    const ids = await free.evaluateAll((answers) => answers.map((answer) => answer.id));
    const before = await way.open(path, null, async (reader) => [await said(reader, ids[0], AGREE), await said(reader, ids[1], DISAGREE)]);
    await see('question');

    await page.locator(`#${ids[0]}`).getByRole('button', { name: 'I agree', exact: true }).click();
    await page.locator(`#${ids[0]}`).getByText('You agree with this answer.').waitFor();
    const other = page.locator(`#${ids[1]}`);
    await other.locator('summary', { hasText: 'Disagree' }).click();
    await see('disagree');
    await other.getByLabel('Why do you disagree?').fill(REASON);
    await other.getByRole('button', { name: 'Disagree for this reason' }).click();
    await other.getByText('You disagree with this answer.').waitFor();
    await see('marked');

    await way.open(path, null, async (reader, seen) => {
      assert.deepEqual([await said(reader, ids[0], AGREE), await said(reader, ids[1], DISAGREE)], before.map((n) => n + 1));
      await reader.locator(`#${ids[1]}`).getByText(REASON).waitFor();
      await seen('read');
    });
  });
});
