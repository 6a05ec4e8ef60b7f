// Languages: Spanish by its prefix, and the made-up right-to-left one that shows what is left over.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { devices, overflow, picture, useBrowser, violations, visit } from '../browser.mjs';
import { page as pageNamed, pages } from '../site.mjs';

useBrowser();

describe('right to left', () => {
  for (const { name, path, status } of pages.filter((known) => !known.path.startsWith('/es'))) {
    for (const [device, screen] of Object.entries(devices)) {
      test(`${name}, ${device}`, { timeout: 60_000 }, () =>
        visit(`/qps-rtl${path}`, { ...screen, status }, async (page, watch) => {
          await picture(page, `${name}-rtl-${device}`);
          assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), 'rtl');
          assert.deepEqual(await overflow(page), []);
          assert.deepEqual(watch.errors, []);
          // The language is no real one, which is the one thing axe may complain of.
          assert.deepEqual(await violations(page, ['html-lang-valid', 'valid-lang']), []);
        }),
      );
    }
  }

  test('the page is mirrored', () =>
    visit('/qps-rtl/', devices.desktop, async (page) => {
      const [first, last] = await page.evaluate(() => {
        const links = [...document.querySelectorAll('header a')].map((link) => link.getBoundingClientRect().left);
        return [links[0], links.at(-1)];
      });
      assert.ok(first > last, `the first link of the header is at ${first}, the last at ${last}`);
    }),
  );
});

describe('Spanish', () => {
  test('the page says so, and names its siblings', () =>
    visit(pageNamed('question-es').path, devices.desktop, async (page) => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'es');
      const siblings = await page.locator('link[rel=alternate][hreflang]').evaluateAll((links) =>
        links.map((link) => link.getAttribute('hreflang')),
      );
      assert.deepEqual(siblings.sort(), ['en', 'es', 'x-default']);
    }),
  );

  test('links stay in the language', () =>
    visit('/es/', devices.desktop, async (page) => {
      const strayed = await page.locator('a[href^="/"]:not([hreflang])').evaluateAll((links) =>
        links.map((link) => link.getAttribute('href')).filter((href) => href !== '/es' && !href.startsWith('/es/') && !href.startsWith('/feeds')),
      );
      assert.deepEqual(strayed, []);
    }),
  );

  test('a reader gets there from the English page and back', () =>
    visit(pageNamed('question').path, devices.desktop, async (page) => {
      const place = () => new URL(page.url()).pathname.replace(/^\/en(?=\/)/, '');
      const english = place();
      await page.locator('a[hreflang=es]').first().click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'es');
      await page.locator('a[hreflang=en]').first().click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      assert.equal(place(), english);
    }),
  );
});
