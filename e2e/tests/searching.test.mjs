// Somebody looks for something: with words, with a beginning, with a filter, and for something new a moment after it was published.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { devices, sound, useBrowser, visit } from '../browser.mjs';
import { asked, journey } from '../journeys.mjs';

useBrowser();

journey('searching', async (way) => {
  await way.open('/', null, async (page, see) => {
    await page.getByLabel('What would you like to know?').fill('botox hair falling out');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.locator('.row').first().waitFor();
    assert.ok((await page.locator('mark').count()) > 0, 'the words are marked where they stand');
    await see('found');
    await page.getByLabel('Answered').selectOption('yes');
    await page.getByRole('button', { name: 'Narrow' }).click();
    await page.locator('.row').first().waitFor();
    assert.ok(page.url().includes('answered=yes'));
    await page.getByLabel('By doctor or field').fill('dermatologist');
    await page.getByRole('button', { name: 'Narrow' }).click();
    await page.waitForURL((url) => url.searchParams.get('by') === 'dermatologist');
    await page.locator('.row').first().waitFor();
    assert.equal(await page.getByLabel('By doctor or field').inputValue(), 'dermatologist');
    await see('narrowed');
    await page.getByLabel('What would you like to know?').fill('zzyzx qqqq');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('heading', { name: 'Nothing was found' }).waitFor();
    await see('nothing');
  });
  const title = `Does a quokka bite need a doctor? (${way.number})`;
  await asked(way, title);
  const began = Date.now();
  for (;;) {
    const found = await way.open('/search?q=quokka', null, async (page) => page.getByRole('link', { name: title }).count());
    if (found > 0) break;
    assert.ok(Date.now() - began < 10_000, 'what was published is found');
  }
});

for (const [device, screen] of Object.entries(devices)) {
  test(`suggestions go by keyboard on a ${device}`, { timeout: 60_000 }, () =>
    visit('/search', screen, async (page, watch) => {
      const input = page.getByLabel('What would you like to know?');
      const ask = await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Ask a question' }).boundingBox();
      assert.ok(ask.x >= 0 && ask.x + ask.width <= page.viewportSize().width, 'asking is in sight');
      await input.pressSequentially('hair l', { delay: 20 });
      const options = page.getByRole('option');
      await options.first().waitFor();
      assert.equal(await input.getAttribute('aria-expanded'), 'true');
      await sound(page, watch, `suggestions-${device}`);
      await input.press('ArrowDown');
      assert.equal(await options.first().getAttribute('aria-selected'), 'true');
      assert.equal(await input.getAttribute('aria-activedescendant'), await options.first().getAttribute('id'));
      await input.press('Escape');
      assert.equal(await options.count() > 0 && (await options.first().isVisible()), false);
      assert.equal(await input.inputValue(), 'hair l', 'Escape leaves the words');
      await input.press('ArrowDown');
      await options.first().waitFor();
      assert.equal(await input.getAttribute('aria-activedescendant'), null, 'opened again, with nothing chosen');
      await input.press('Escape');
      await page.route('**/search/suggest?*', async (route) => {
        await new Promise((done) => setTimeout(done, 300));
        await route.continue().catch(() => null);
      });
      const sent = page.waitForRequest('**/search/suggest?*');
      await input.fill('hair');
      await sent;
      await input.press('Escape');
      await page.waitForTimeout(600);
      assert.equal(await options.first().isVisible(), false, 'what is on its way opens nothing after Escape');
      assert.equal(await input.inputValue(), 'hair', 'and Escape left the words');
      await page.unroute('**/search/suggest?*');
      await input.fill('hair l');
      await input.pressSequentially('o', { delay: 20 });
      await options.first().waitFor();
      await input.press('ArrowDown');
      const path = await options.first().getAttribute('data-path');
      await input.press('Enter');
      await page.waitForURL((url) => url.pathname === path);
    }),
  );
}
