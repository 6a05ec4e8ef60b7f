// What a reader comes for: from the first page to a question, to who answered it, and back.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { devices, useBrowser, visit } from '../browser.mjs';
import { page as pageNamed, pathOf, patterns } from '../site.mjs';

useBrowser();

const linksIn = (page, selector) =>
  page.locator(selector).evaluateAll((links) => links.map((link) => link.getAttribute('href')));

/** Follows the first link in `main` of this kind and gives the text it had. */
async function follow(page, pattern) {
  const hrefs = await linksIn(page, 'main a[href]');
  const index = hrefs.findIndex((href) => pattern.test(pathOf(href.split('#')[0])));
  assert.notEqual(index, -1, `${page.url()} links to nothing like ${pattern}`);
  const link = page.locator('main a[href]').nth(index);
  const text = (await link.innerText()).trim();
  await link.click();
  return text;
}

const heading = async (page) => (await page.locator('h1').innerText()).trim();
const fold = (text) => text.replace(/\s+/g, ' ').toLowerCase();

for (const javaScriptEnabled of [true, false]) {
  for (const [device, screen] of Object.entries(devices)) {
    test(`home to questions to question to doctor and back, ${device}, script ${javaScriptEnabled}`, { timeout: 60_000 }, () =>
      visit('/', { ...screen, javaScriptEnabled }, async (page, watch) => {
        await page.locator('a[href="/questions"]:visible').first().click();
        assert.equal(new URL(page.url()).pathname, '/questions');
        await page.locator('a[href="/questions?sort=answered"]').click();

        const title = await follow(page, patterns.QUESTION);
        assert.equal(fold(await heading(page)), fold(title));
        const question = page.url();

        await follow(page, patterns.DOCTOR);
        assert.match(new URL(page.url()).pathname, patterns.DOCTOR);
        const answered = (await linksIn(page, 'main a[href]')).map((href) => pathOf(href.split('#')[0]));
        assert.ok(answered.includes(pathOf(question)), 'the profile leads back to the question answered');

        await page.goBack();
        assert.equal(page.url().split('#')[0], question);
        assert.deepEqual(watch.foreign, []);
        assert.deepEqual(watch.errors, []);
      }),
    );
  }
}

describe('question page', () => {
  const { path } = pageNamed('question');

  test('a permalink shows its answer', () =>
    visit(path, devices.phone, async (page) => {
      const permalink = (await linksIn(page, 'main a[href*="#answer-"]')).at(-1);
      assert.ok(permalink, 'an answer has a permalink');
      await page.goto(new URL(permalink, page.url()).href);
      const answer = page.locator(permalink.slice(permalink.indexOf('#')));
      const box = await answer.boundingBox();
      assert.ok(box.y > -5 && box.y < 640, `the answer starts at ${box.y}`);
    }),
  );

  test('the disclaimer is there once and can be seen', () =>
    visit(path, devices.phone, async (page) => {
      const disclaimer = page.locator('section:has(a[href$="/disclaimer"])');
      assert.equal(await disclaimer.count(), 1);
      assert.ok(await disclaimer.isVisible());
    }),
  );
});

describe('keyboard', () => {
  test('the first key leads past the menu', () =>
    visit('/questions', devices.desktop, async (page) => {
      await page.keyboard.press('Tab');
      const target = await page.evaluate(() => document.activeElement.getAttribute('href'));
      assert.match(target ?? '', /^#/);
      assert.ok(await page.locator(':focus').isVisible(), 'the link shows itself when it is reached');
      await page.keyboard.press('Enter');
      assert.ok(await page.evaluate((id) => document.querySelector(id)?.matches('main, main *'), target));
    }),
  );

  test('every stop can be seen', { timeout: 60_000 }, () =>
    visit(pageNamed('question').path, devices.desktop, async (page) => {
      for (let stop = 0; stop < 40; stop += 1) {
        await page.keyboard.press('Tab');
        const [name, marked] = await page.evaluate(() => {
          const element = document.activeElement;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
          return [element.outerHTML.slice(0, 80), element === document.body || outlined || boxShadow !== 'none'];
        });
        assert.ok(marked, `no mark of focus on ${name}`);
      }
    }),
  );
});
