// A page on a slow line: what has been painted stays where it is while the rest arrives.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { devices, shifts, useBrowser, visit } from '../browser.mjs';
import { page } from '../site.mjs';
import { slowLine } from '../slow.mjs';

useBrowser();

let line;
before(async () => {
  line = await slowLine();
});
after(() => line.close());

const names = ['home', 'questions', 'question', 'question-es', 'doctors', 'doctor', 'how-answers-are-ranked'];

for (const name of names) {
  describe(name, () => {
    for (const [device, screen] of Object.entries(devices)) {
      test(`nothing moves on a ${device}`, { timeout: 60_000 }, () =>
        visit(page(name).path, { ...screen, site: line.address }, async (opened) => {
          assert.deepEqual(await shifts(opened), []);
        }),
      );
    }
  });
}
