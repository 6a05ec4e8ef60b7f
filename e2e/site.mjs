// The site as the tests know it: every kind of page with an example of each. A new page gets a line
// in `pages` and is then checked in every way that pages are checked.

export const base = process.env.CONSILIUM_E2E_URL;
if (!base) throw new Error('run the tests by e2e/run.mjs, which starts a site for them');

/** The path of a link, whether the page wrote it with the host or without. */
export const pathOf = (href) => {
  const url = new URL(href, base);
  return url.pathname + url.search;
};

async function linksOf(path) {
  const answer = await fetch(base + path);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  const html = await answer.text();
  const hrefs = [...html.matchAll(/<a\b[^>]*?\bhref="([^"#]+)[^"]*"/g)].map((match) => match[1].replaceAll('&amp;', '&'));
  return [...new Set(hrefs.map(pathOf))];
}

/** The first link on the page that looks like this; an example of its kind of page. */
async function example(from, pattern) {
  const found = (await linksOf(from)).find((path) => pattern.test(path));
  if (!found) throw new Error(`${from} links to nothing like ${pattern}`);
  return found;
}

const QUESTION = /^\/questions\/\d+\/[^/?]+$/;
const DOCTOR = /^\/doctors\/[^/?]+$/;
const TOPIC = /^\/topics\/[^/?]+$/;

const question = await example('/questions?sort=answered', QUESTION);
const unanswered = await example('/questions?sort=unanswered', QUESTION);
const doctor = await example(question, DOCTOR);
const specialty = await example('/doctors', /^\/specialties\/[^/?]+$/);

/** Every kind of page: a name for reports, where one is, and the status it answers with. */
export const pages = [
  { name: 'home', path: '/' },
  { name: 'search', path: '/search' },
  { name: 'search-results', path: '/search?q=hair' },
  { name: 'questions', path: '/questions' },
  { name: 'question', path: question },
  { name: 'question-unanswered', path: unanswered },
  { name: 'ask', path: '/ask' },
  { name: 'topics', path: '/topics' },
  { name: 'topic', path: await example('/topics', TOPIC) },
  { name: 'doctors', path: '/doctors' },
  { name: 'doctor', path: doctor },
  { name: 'doctor-reviews', path: `${doctor}/reviews` },
  { name: 'specialty', path: specialty },
  { name: 'specialty-place', path: await example(specialty, /^\/specialties\/[^/?]+\/[^/?]+$/) },
  { name: 'how-answers-are-ranked', path: '/how-answers-are-ranked' },
  { name: 'transparency', path: '/transparency' },
  { name: 'reported', path: '/reported' },
  { name: 'farewell', path: '/farewell' },
  { name: 'about', path: '/about' },
  { name: 'disclaimer', path: '/disclaimer' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'reset', path: '/reset' },
  { name: 'mail-sent', path: '/mail-sent' },
  { name: 'demo-mail', path: '/demo/mail' },
  { name: 'not-found', path: '/questions/999999999/nothing', status: 404 },
  { name: 'removed', path: '/questions/24', status: 410 },
  { name: 'home-es', path: '/es/' },
  { name: 'search-es', path: '/es/search?q=hair' },
  { name: 'questions-es', path: '/es/questions' },
  { name: 'question-es', path: `/es${question}` },
  { name: 'doctor-es', path: `/es${doctor}` },
];

/** The page of this name. */
export const page = (name) => pages.find((known) => known.name === name);

export const patterns = { QUESTION, DOCTOR, TOPIC };
