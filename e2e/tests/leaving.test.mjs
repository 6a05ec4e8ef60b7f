// Somebody asks, looks at what is kept of them, and leaves; nothing of it is there any more.
import { useBrowser } from '../browser.mjs';
import { at, journey, publish, write } from '../journeys.mjs';
import { signUp } from '../people.mjs';

useBrowser();

journey('leaving', async (way) => {
  const title = `How long does a bruise on the shin last? (${way.number})`;
  await way.open('/sign-up?next=/ask', null, async (page, see) => {
    await signUp(page, way.address);
    await see('ask');
    await write(page, title);
    await page.getByRole('button', { name: 'Send my question' }).click();
    await page.getByText('Only you see this yet').waitFor();
    const path = at(page);
    await publish(way, title);
    await page.goto(new URL('/account/questions', page.url()).href);
    await page.getByText(title).waitFor();
    await see('questions');
    await page.goto(new URL('/account/notices', page.url()).href);
    await see('notices');
    await page.getByRole('link', { name: 'Which letters you get' }).click();
    await see('letters');
    await page.getByRole('link', { name: 'Account', exact: true }).click();
    await see('account');
    await page.getByRole('link', { name: 'Your data' }).click();
    await see('data');
    await page.getByRole('link', { name: 'Close my account' }).click();
    await page.getByRole('button', { name: 'Close my account' }).click();
    await page.getByText('Please mend').waitFor();
    await see('mend', 422);
    await page.getByLabel('They are erased.').check();
    await page.getByLabel('I am sure.').check();
    await page.getByRole('button', { name: 'Close my account' }).click();
    await page.waitForURL('**/farewell');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await see('farewell');
    await way.open(path, null, (gone, seen) => seen('gone'), 410);
  });
});
