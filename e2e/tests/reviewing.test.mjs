// A patient reviews a doctor, who disputes the words; they are away until a moderator has decided.
import assert from 'node:assert/strict';

import { useBrowser } from '../browser.mjs';
import { journey, publish } from '../journeys.mjs';
import { signUp } from '../people.mjs';

useBrowser();

journey('reviewing', async (way) => {
  const title = `On time and clear (${way.number})`;
  const words = `I was seen on time, and every question I had was answered. Visit ${way.number}.`;
  const doctor = await way.open('/account/credentials', 'doctor', async (page, see) => {
    await see('own');
    return page.locator('.lede a').getAttribute('href');
  });

  await way.open(`/sign-up?next=${doctor}/review`, null, async (page, see) => {
    await signUp(page, way.address);
    await see('form');
    await page.getByRole('button', { name: 'Send the review' }).click();
    await page.getByText('Please mend').waitFor();
    await see('mend', 422);
    await page.getByLabel('4 stars').check();
    await page.getByLabel('Title').fill(title);
    await page.locator('#text').fill(words);
    await page.getByLabel('I am or was a patient.').check();
    await page.getByLabel('Month of the visit').fill('2026-05');
    await page.getByRole('button', { name: 'Send the review' }).click();
    await page.waitForLoadState();
    await see('sent');
  });
  await publish(way, title);

  const review = await way.open(`${doctor}/reviews`, 'doctor', async (page, see) => {
    const theirs = page.locator('main li.row', { hasText: words });
    await theirs.waitFor();
    await see('reviews');
    const id = await theirs.getAttribute('id');
    await theirs.getByRole('link', { name: 'Dispute its words' }).click();
    await see('dispute');
    await page.getByLabel('It is not true').check();
    await page.getByLabel('What should the moderators know?').fill('Nobody was seen on that day: the practice was closed.');
    await page.getByRole('button', { name: 'Open the dispute' }).click();
    await page.getByText('You disputed these words').waitFor();
    await see('disputed');
    return `/reviews/${id.slice('review-'.length)}`;
  });
  await way.open(review, null, async (page, see) => {
    assert.equal(await page.getByText(words).count(), 0);
    await page.getByText('4 out of 5 stars').waitFor();
    await see('away');
  });

  await way.open('/reviews/disputes', 'moderator', async (page, see) => {
    await see('disputes');
    await page.locator(`main a[href="${review}/dispute/decision"]`).click();
    await see('decide');
    await page.getByLabel('The words stay').check();
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.waitForLoadState();
  });
  await way.open(review, null, async (page, see) => {
    await page.getByText(words).waitFor();
    await see('back');
  });
  await way.open(`${doctor}/reviews`, null, (page, see) => see('list'));
});
