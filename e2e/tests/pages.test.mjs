// Every kind of page, light and dark, on a phone and on a desktop.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { devices, overflow, picture, shifts, useBrowser, violations, visit } from '../browser.mjs';
import { pages } from '../site.mjs';

// Below it, a date's words that came a moment after its mark went to the next line.
const SEEN = 0.01;

useBrowser();

for (const { name, path, status } of pages) {
  describe(name, () => {
    for (const colorScheme of ['light', 'dark']) {
      for (const [device, screen] of Object.entries(devices)) {
        test(`${colorScheme}, ${device}`, { timeout: 60_000 }, () =>
          visit(path, { ...screen, colorScheme, status }, async (page, watch) => {
            // Before the picture, which makes the window as tall as the page and so shifts it.
            const moved = (await shifts(page)).filter(({ value }) => value > SEEN);
            await picture(page, `${name}-${colorScheme}-${device}`);
            const found = {
              inaccessible: await violations(page),
              foreignHosts: watch.foreign,
              refusedOrMissing: watch.errors,
              tooWide: await overflow(page),
              moved,
              firstHeadings: await page.locator('h1').count(),
            };
            const wanted = { inaccessible: [], foreignHosts: [], refusedOrMissing: [], tooWide: [], moved: [], firstHeadings: 1 };
            assert.deepEqual(found, wanted);
          }),
        );
      }
    }

    test('reads the same without JavaScript', { timeout: 60_000 }, async () => {
      const words = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
      const look = { ...devices.desktop, status };
      const scripted = await visit(path, look, words);
      const plain = await visit(path, { ...look, javaScriptEnabled: false }, words);
      assert.ok(plain.length > 40, `only ${plain.length} letters`);
      assert.equal(plain, scripted);
    });
  });
}
