// What journeys share: each is made on a phone and a desk, with JavaScript and without, once in the dark.
import { test } from 'node:test';

import { devices, sound, visit } from './browser.mjs';
import { as, nobody, signUp } from './people.mjs';

/**
 * Declares a journey on every kind of screen. `go` gets its name and number, the mail address of whoever is new, and
 * `open(path, role, look)`: a window of its own for somebody, or for a reader where the role is null. `look` gets the
 * page and `see(step)`, which keeps a picture and checks the page; `see(step, 422)` takes that status for granted.
 */
export function journey(kind, go) {
  let number = 0;
  for (const javaScriptEnabled of [true, false]) {
    for (const [device, screen] of Object.entries(devices)) {
      const name = `${kind}-${device}-${javaScriptEnabled ? 'script' : 'plain'}`;
      const colorScheme = device === 'phone' && javaScriptEnabled ? 'dark' : 'light';
      const open = (path, role, look, status = 200) => {
        const options = { ...screen, javaScriptEnabled, colorScheme, status, ...(role ? as(role) : {}) };
        return visit(path, options, (page, watch) =>
          look(page, async (step, expected) => {
            // The browser reports the status of a form that comes back.
            if (expected) watch.errors = watch.errors.filter((error) => !error.includes(`status of ${expected}`));
            await sound(page, watch, `${name}-${step}`);
          }),
        );
      };
      const way = { name, number, address: `${name}@example.org`, open };
      test(name, { timeout: 180_000, skip: nobody }, () => go(way));
      number += 1;
    }
  }
}

/** Fills in the form of a question and looks at its preview. The page shows /ask. */
export async function write(page, title) {
  await page.getByLabel('A question about me').check();
  await page.getByLabel('Your question in one sentence').fill(title);
  await page.getByLabel('Tell the doctors more').fill(BODY);
  await page.locator('#country').selectOption('NL');
  await page.locator('#duration').fill('three months');
  await page.locator('#tried').fill('Walking more.');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('heading', { name: title }).waitFor();
}

export const BODY = 'It began after a winter of sitting at a desk. It is worst in the morning and better once I have walked for a while. What could it be, and what can I do about it myself?';

/** A moderator publishes what waits under this title. */
export async function publish(way, title, seen = async () => {}) {
  await way.open('/moderation', 'moderator', async (page, see) => {
    await seen(see, 'queue');
    await page.getByRole('link', { name: title }).click();
    await seen(see, 'case');
    await page.getByRole('button', { name: 'Publish it' }).click();
    await page.waitForLoadState();
  });
}

/** Somebody new asks, and it is published. Gives the path of the question. */
export async function asked(way, title) {
  const path = await way.open('/sign-up?next=/ask', null, async (page) => {
    await signUp(page, way.address);
    await write(page, title);
    await page.getByRole('button', { name: 'Send my question' }).click();
    await page.getByText('Only you see this yet').waitFor();
    return at(page);
  });
  await publish(way, title);
  return path;
}

/** The path of a page. */
export const at = (page) => new URL(page.url()).pathname;
