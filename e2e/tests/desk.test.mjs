// What the script of the desk adds: it keeps what is typed, and shows how it will look.
import { test } from 'node:test';

import { devices, sound, useBrowser, visit } from '../browser.mjs';
import { as, nobody } from '../people.mjs';

useBrowser();

test('what is typed is kept', { timeout: 60_000 }, () =>
  visit('/ask', devices.desktop, async (page, watch) => {
    await page.getByLabel('Your question in one sentence').pressSequentially('Can a cold bring back old pain?');
    await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
    await sound(page, watch, 'desk-script-saved');
    await page.reload();
    const kept = page.getByLabel('Your question in one sentence');
    if ((await kept.inputValue()) !== 'Can a cold bring back old pain?') throw new Error('the words are gone');
  }),
);

test('a doctor sees how an answer will look', { timeout: 60_000, skip: nobody }, () =>
  visit('/questions?sort=unanswered', { ...devices.desktop, ...as('doctor') }, async (page, watch) => {
    await page.locator('main h2 a[href^="/questions/"]').first().click();
    await page.getByRole('link', { name: 'Answer this question' }).click();
    await page.locator('#text').fill('This is **common**.\n\n- Rest.');
    await page.locator('.preview strong', { hasText: 'common' }).waitFor();
    await page.locator('.preview li', { hasText: 'Rest.' }).waitFor();
    await sound(page, watch, 'desk-script-preview');
  }),
);
