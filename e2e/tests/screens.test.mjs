// The pages that matter most, on screens of every width, enlarged, and on paper.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { devices, overflow, picture, useBrowser, visit } from '../browser.mjs';
import { page as pageNamed } from '../site.mjs';

useBrowser();

for (const name of ['home', 'questions', 'question', 'doctor']) {
  const { path } = pageNamed(name);
  describe(name, () => {
    for (const width of [320, 375, 600, 768, 1024, 1920, 3840]) {
      test(`${width} px wide`, { timeout: 60_000 }, () =>
        visit(path, { viewport: { width, height: 900 } }, async (page) => {
          assert.deepEqual(await overflow(page), []);
          const longest = await page.evaluate(() => {
            const size = (element) => parseFloat(getComputedStyle(element).fontSize);
            const texts = [...document.querySelectorAll('main p')];
            return Math.max(0, ...texts.map((text) => text.getBoundingClientRect().width / size(text)));
          });
          // About 90 letters: beyond that the eye loses the next line.
          assert.ok(longest <= 45, `a line of text is ${longest.toFixed(1)} em long`);
        }),
      );
    }

    test('letters twice as large', { timeout: 60_000 }, () =>
      visit(path, { viewport: { width: 640, height: 900 } }, async (page) => {
        await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
        assert.deepEqual(await overflow(page), []);
      }),
    );

    test('on paper', { timeout: 60_000 }, () =>
      visit(path, { ...devices.desktop, colorScheme: 'dark' }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        await picture(page, `${name}-print`);
        assert.ok(await page.locator('h1').isVisible());
        assert.equal(await page.locator('nav:visible').count(), 0, 'menus are of no use on paper');
        const [ink, paper] = await page.evaluate(() => {
          const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
          const style = getComputedStyle(document.body);
          const none = style.backgroundColor === 'rgba(0, 0, 0, 0)';
          return [light(style.color), none ? 765 : light(style.backgroundColor)];
        });
        assert.ok(ink < 200 && paper > 740, `ink ${ink} on paper ${paper} of 765`);
        assert.ok((await page.pdf({ format: 'A4' })).length > 1000);
      }),
    );
  });
}
