// A doctor asks for a profile with a licence; an editor checks it; everybody sees that it was checked, and how.
import { useBrowser } from '../browser.mjs';
import { journey } from '../journeys.mjs';
import { signUp } from '../people.mjs';

useBrowser();

const NAMES = ['Tamsin Quillfeather', 'Orlando Brackwater', 'Yesenia Thornbury', 'Casimir Underhill'];

/** An NPI with its check digit (Luhn, after 80840), made from the nine before it. */
function npi(nine) {
  const digits = [...`80840${nine}`].reverse().map(Number);
  const sum = digits.map((digit, at) => (at % 2 ? digit : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][digit])).reduce((a, b) => a + b);
  return nine + String((10 - (sum % 10)) % 10);
}

journey('verifying', async (way) => {
  const [name, number] = [NAMES[way.number], npi(`19876543${way.number}`)];
  const wrong = number.slice(0, 9) + String((Number(number[9]) + 1) % 10);
  let path;
  await way.open('/sign-up?next=/doctors/new', null, async (page, see) => {
    await signUp(page, way.address);
    await page.getByRole('heading', { level: 1, name: 'profile' }).waitFor();
    await see('form');
    await page.locator('#name').fill(name);
    await page.getByLabel('Letters after your name').fill('MD');
    await page.getByLabel('Specialty').selectOption({ index: 1 });
    await page.getByLabel('City').fill('Sampleville');
    await page.locator('#country').fill('US');
    await page.getByLabel('What is it?').selectOption('npi');
    await page.locator('#number').fill(wrong);
    await page.getByRole('button', { name: 'Ask for this profile' }).click();
    await page.getByText('its last digit does not fit').first().waitFor();
    await see('mend', 422);
    await page.locator('#number').fill(number);
    await page.getByRole('button', { name: 'Ask for this profile' }).click();
    await page.getByText('You asked for a new profile').waitFor();
    await see('asked');

    await way.open('/credentials', 'editor', async (desk, seen) => {
      await seen('queue');
      await desk.getByRole('link', { name }).click();
      await seen('case');
      await desk.locator('#handed-in ~ ul').getByRole('link').first().click();
      await seen('judge');
      await desk.getByLabel('It is theirs').check();
      await desk.getByLabel('How you checked it').selectOption('register');
      await desk.getByRole('button', { name: 'Decide' }).click();
      await desk.waitForLoadState();
      await seen('granted');
    });

    await page.reload();
    await see('granted-own');
    path = await page.getByRole('link', { name }).getAttribute('href');
  });
  await way.open(path, null, async (page, see) => {
    await page.getByText('Verified doctor').first().waitFor();
    await page.getByRole('heading', { name: 'How these were checked' }).waitFor();
    await page.getByText(number).first().waitFor();
    await see('profile');
  });

  // It turns out that they are somebody else: the profile is taken back from them.
  await way.open(path, 'editor', async (desk, seen) => {
    await desk.getByRole('link', { name: 'Look after these credentials' }).click();
    await seen('on-record');
    await desk.getByRole('link', { name: 'It went to the wrong person' }).click();
    await seen('detach');
    await desk.getByRole('button', { name: 'Take the profile back' }).click();
    await desk.getByText('No credentials are on record').waitFor();
    await seen('detached');
  });
  await way.open(path, null, async (page, see) => {
    await page.getByText('Verified doctor').waitFor({ state: 'detached' });
    await page.getByText('withdrawn').first().waitFor();
    await see('taken-back');
  });
});
