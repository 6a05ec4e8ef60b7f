// A reader reports an answer, a moderator removes it, its doctor appeals, and somebody else puts it back.
import assert from 'node:assert/strict';

import { useBrowser } from '../browser.mjs';
import { journey } from '../journeys.mjs';

useBrowser();

journey('moderating', async (way) => {
  const doctor = await way.open('/account/credentials', 'doctor', (page) => page.locator('.lede a').getAttribute('href'));
  const [path, headline] = await way.open(doctor, null, async (page) => {
    const link = page.locator('article.answer h3 a').nth(way.number);
    return [await link.getAttribute('href'), (await link.innerText()).trim()];
  });
  const id = path.split('#answer-')[1];
  const answer = `#answer-${id}`;

  await way.open(path, 'member', async (page, see) => {
    // The last: colleagues' words on it can be reported as well.
    await page.locator(answer).getByRole('link', { name: 'Report', exact: true }).last().click();
    await see('report');
    await page.getByLabel('The advice is unsafe').check();
    await page.getByLabel('What should we know?').fill('It leaves out when to see somebody at once.');
    await page.getByRole('button', { name: 'Send the report' }).click();
    await page.getByText('We have your report.').waitFor();
    await see('reported');
  });

  await way.open('/moderation', 'moderator', async (page, see) => {
    await see('queue');
    await page.locator(`main a[href="/moderation/answer/${id}"]`).first().click();
    await see('case');
    if (way.name.endsWith('-script')) {
      // A letter presses the button that it stands for, unless somebody is writing.
      await page.keyboard.press('c');
      await page.getByText('You have taken this case.').waitFor();
      await page.getByLabel('Words to the person').press('c');
      await page.waitForTimeout(200);
      await page.getByText('You have taken this case.').waitFor();
    }
    await page.getByLabel('Reason').selectOption('unsafe');
    await page.getByLabel('Words to the person').fill('Please say when to see somebody at once.');
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.waitForLoadState();
  });
  await way.open(path, null, async (page, see) => {
    assert.equal(await page.getByText(headline).count(), 0);
    await page.locator(answer).getByText('An answer was removed.').waitFor();
    await see('removed');
  });

  await way.open('/account/notices', 'doctor', async (page, see) => {
    await see('notices');
    await page.getByRole('listitem').filter({ hasText: /decided|removed/i }).getByRole('button', { name: 'See it' }).first().click();
    await page.getByText('Please say when to see somebody at once.').waitFor();
    await see('decision');
    await page.getByLabel('Why was it wrong?').fill('The line under the answer says it.');
    await page.getByRole('button', { name: 'Send the appeal' }).click();
    await page.getByText('It waits.').waitFor();
    await see('appealed');
  });

  await way.open('/appeals', 'administrator', async (page, see) => {
    await see('appeals');
    await page.locator('main ul.rows a').first().click();
    await see('appeal');
    await page.getByLabel('It was wrong and is undone').check();
    await page.getByLabel('Why, in words to the person').fill('You were right: the line says it.');
    await page.getByRole('button', { name: 'Settle the appeal' }).click();
    await page.waitForLoadState();
    await page.goto(new URL('/audit', page.url()).href);
    await see('audit');
  });
  await way.open(path, null, async (page, see) => {
    await page.locator(answer).getByRole('heading', { name: headline }).waitFor();
    await see('back');
  });
  await way.open('/transparency', null, (page, see) => see('log'));
});
