// A doctor answers a question, looks at it first, and changes it later; readers see the answer and what was changed.
import { useBrowser } from '../browser.mjs';
import { asked, journey } from '../journeys.mjs';

useBrowser();

const TEXT = 'This is **common** and most often harmless.\n\n- Keep moving.\n- Give it six weeks.';

journey('answering', async (way) => {
  const headline = `Most often harmless, and it passes (${way.number})`;
  const path = await asked(way, `Is a crackling knee worn out? (${way.number})`);
  await way.open('/inbox', 'doctor', async (page, see) => {
    await see('inbox');
    await page.goto(new URL(path, page.url()).href);
    await see('question');
    await page.getByRole('link', { name: 'Answer this question' }).click();
    await see('form');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Please mend').waitFor();
    await see('mend', 422);

    await page.getByLabel('Headline').fill(headline);
    await page.locator('#text').fill(TEXT);
    await page.locator('#stance').check();
    await page.getByLabel('See someone in person if').fill('It wakes you at night, or lasts longer than six weeks.');
    await page.getByLabel('I have no interests to declare').check();
    await page.getByLabel('Sources').fill('https://doi.org/10.1001/jama.2020.1234');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('This is how readers will see it').waitFor();
    await see('preview');
    await page.getByLabel('I agree to this').check();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('heading', { level: 3, name: headline }).waitFor();
    await see('answered');

    await page.locator('article', { hasText: headline }).getByRole('link', { name: 'Change your answer' }).click();
    await see('change');
    await page.locator('#text').fill(TEXT.replace('six', 'eight'));
    await page.getByLabel('What you changed, and why').fill('Eight weeks, as in the newer guideline.');
    await page.getByRole('button', { name: 'Publish the change' }).click();
    await page.getByRole('heading', { level: 3, name: headline }).waitFor();
  });

  await way.open(path, null, async (page, see) => {
    const answer = page.locator('article', { hasText: headline });
    await answer.getByText('Give it eight weeks.').waitFor();
    await answer.getByText('Eight weeks, as in the newer guideline.').waitFor();
    await see('changed');
    await answer.getByRole('link', { name: 'See what changed' }).click();
    await page.locator('del', { hasText: 'six' }).first().waitFor();
    await page.locator('ins', { hasText: 'eight' }).first().waitFor();
    await see('history');
  });
});
