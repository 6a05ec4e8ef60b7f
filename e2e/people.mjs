// Who takes part in the journeys: the demo's made-up accounts, and people who sign up on the way.
import { base } from './site.mjs';

export const PASSWORD = 'seven herons over the canal';

const sessions = JSON.parse(process.env.CONSILIUM_E2E_SESSIONS ?? '{}');

/** Why a journey of the demo's people can't be made here; false where it can. */
export const nobody = process.env.CONSILIUM_E2E_SESSIONS ? false : "needs the demo's own people: leave CONSILIUM_E2E_URL unset";

/** What a new browser context needs to be signed in in this role of the demo. */
export function as(role) {
  if (!sessions[role]) throw new Error(`nobody is signed in as ${role}`);
  const about = { domain: new URL(base).hostname, path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' };
  return { storageState: { cookies: [{ name: 'session', value: sessions[role], ...about }], origins: [] } };
}

/** Follows the link in the newest letter to this address. */
export async function letter(page, address) {
  for (let tries = 0; tries < 50; tries += 1) {
    await page.goto(`${base}/demo/mail`);
    const theirs = page.locator('section', { hasText: address }).first();
    if (await theirs.count()) return theirs.getByRole('link').first().click();
    await page.waitForTimeout(200);
  }
  throw new Error(`no letter to ${address}`);
}

/** Makes an account from the form to sign up, which the page shows. Ends where that form leads. */
export async function signUp(page, address) {
  await page.getByLabel('Your mail address').fill(address);
  await page.getByRole('button', { name: 'Send me the link' }).click();
  await letter(page, address);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make my account' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
}
