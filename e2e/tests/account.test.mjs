// Somebody makes an account, turns the second step on, and comes back: with and without JavaScript.
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { devices, sound, useBrowser, visit } from '../browser.mjs';
import { PASSWORD, letter } from '../people.mjs';

useBrowser();

/** The code that an authenticator shows for this key now (RFC 6238). */
function code(key, at = Date.now()) {
  const bits = [...key].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', secret).update(step).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

for (const javaScriptEnabled of [true, false]) {
  for (const [device, screen] of Object.entries(devices)) {
    const name = `account-${device}-${javaScriptEnabled ? 'script' : 'plain'}`;
    const address = `${name}@example.org`;
    test(`sign up, second step, out and in again: ${name}`, { timeout: 120_000 }, () =>
      visit('/', { ...screen, javaScriptEnabled }, async (page, watch) => {
        await page.getByRole('link', { name: 'Sign in' }).click();
        await page.getByRole('link', { name: 'Make an account' }).click();
        await page.getByLabel('Your mail address').fill('no address');
        await page.getByRole('button', { name: 'Send me the link' }).click();
        await page.getByText('Please mend one thing:').waitFor();
        watch.errors.length = 0; // the browser reports the status 422 of a form that comes back
        await sound(page, watch, `${name}-mend`);

        await page.getByLabel('Your mail address').fill(address);
        await page.getByRole('button', { name: 'Send me the link' }).click();
        await letter(page, address);
        await sound(page, watch, `${name}-welcome`);
        await page.getByLabel('Password').fill('short');
        await page.getByRole('button', { name: 'Make my account' }).click();
        await page.getByText('Please mend one thing:').waitFor();
        watch.errors.length = 0;
        await page.getByLabel('Password').fill(PASSWORD);
        await page.getByRole('button', { name: 'Make my account' }).click();
        await page.getByRole('heading', { name: 'Your account' }).waitFor();
        await sound(page, watch, `${name}-own`);

        await page.getByRole('link', { name: 'Set up the second step' }).click();
        await sound(page, watch, `${name}-second-step`);
        const key = (await page.locator('.key').innerText()).trim();
        await page.getByLabel('Code').fill(code(key));
        await page.getByRole('button', { name: 'Turn it on' }).click();
        await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
        const kept = (await page.locator('.codes code').first().innerText()).trim();
        await sound(page, watch, `${name}-codes`);

        await page.getByRole('link', { name: 'I have kept them' }).click();
        await page.getByRole('button', { name: 'Sign out', exact: true }).click();
        await page.getByRole('link', { name: 'Sign in' }).click();
        await page.getByLabel('Your mail address').fill(address);
        await page.getByLabel('Password').fill(PASSWORD);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await sound(page, watch, `${name}-step`);
        await page.getByLabel('Code').fill(kept);
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.getByRole('heading', { name: 'Your account' }).waitFor();
      }),
    );
  }
}
