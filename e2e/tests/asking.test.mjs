// Somebody comes by for the first time and asks; a moderator publishes it; everybody reads it.
import assert from 'node:assert/strict';

import { useBrowser } from '../browser.mjs';
import { BODY, at, journey, publish, write } from '../journeys.mjs';
import { signUp } from '../people.mjs';

useBrowser();

journey('asking', async (way) => {
  const title = `Why is my back stiff when I get up? (${way.number})`;
  const path = await way.open('/ask', null, async (page, see) => {
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('Please mend').waitFor();
    await see('mend', 422);
    await write(page, title);
    await see('preview');
    await page.getByRole('link', { name: 'Make an account' }).click();
    await signUp(page, way.address);

    await page.getByRole('heading', { name: title }).waitFor();
    for (const words of [BODY, 'three months', 'Walking more.', 'Netherlands']) await page.getByText(words).waitFor();
    await see('signed-in');
    await page.getByRole('button', { name: 'Send my question' }).click();
    await page.getByText('Only you see this yet').waitFor();
    await see('held');
    return at(page);
  });

  await way.open(path, null, () => {}, 404);
  await publish(way, title, (see, step) => see(step));
  await way.open(path, null, async (page, see) => {
    assert.equal(await page.getByText(BODY).count(), 1);
    await see('published');
  });
});
