// Debian's Chromium, driven for the tests: one browser a test file, one fresh context a visit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

import { base } from './site.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const screenshots = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'screenshots');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Chromium as root wants no sandbox, and without the others it calls home at every start.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const devices = {
  phone: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
};

let chrome;

/** Call once in a test file: opens the browser before its tests and closes it after them. */
export function useBrowser() {
  before(async () => {
    await mkdir(screenshots, { recursive: true });
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    chrome = await chromium.launch({ executablePath, args: FLAGS });
  });
  after(() => chrome?.close());
}

/** What a page did that a reader's page must not do. */
class Watch {
  foreign = [];
  errors = [];

  constructor(page, expected, site) {
    const host = new URL(site).host;
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.host !== host) this.foreign.push(request.url());
    });
    page.on('response', (response) => {
      const own = response.request().isNavigationRequest();
      if (response.status() >= 400 && !own) this.errors.push(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      // Chromium says on the console that the page itself answered 404, which was expected.
      const own = expected >= 400 && message.text().includes(`status of ${expected}`);
      if (['error', 'warning'].includes(message.type()) && !own) this.errors.push(message.text());
    });
  }
}

// Runs in the page before anything else, to see every shift of its layout from the first on.
function watchShifts() {
  const where = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const told = ({ node, previousRect, currentRect }) =>
    `${node?.nodeName} ${node?.className ?? ''} from ${where(previousRect)} to ${where(currentRect)}`;
  const seen = [];
  const note = (entries) => {
    for (const entry of entries) seen.push({ value: entry.value, moved: entry.sources.map(told) });
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  window.shifts = () => {
    note(observer.takeRecords());
    return seen;
  };
}

/** What moved since the page began to arrive, by how much, and from where to where. */
export async function shifts(page) {
  // The last piece is painted by the next frame and told after it.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  return page.evaluate(() => window.shifts());
}

/**
 * Opens a path in a fresh context, hands `(page, watch, answer)` to `look`, and closes the context.
 * Options are Playwright's for a context, `status`, the expected one, and `site`, where it is not the tests' own.
 */
export async function visit(path, options, look) {
  const { status = 200, site = base, ...rest } = options;
  const context = await chrome.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...rest });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const watch = new Watch(page, status, site);
    if (rest.javaScriptEnabled !== false) await page.addInitScript(watchShifts);
    const answer = await page.goto(site + path, { waitUntil: 'load' });
    if (answer.status() !== status) throw new Error(`${path} answers ${answer.status()}, not ${status}`);
    return await look(page, watch, answer);
  } finally {
    await context.close();
  }
}

/** What axe finds, as lines that say which rule, where and why. */
export async function violations(page, disabled = []) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async (off) => {
    const rules = { 'target-size': { enabled: true } };
    for (const rule of off) rules[rule] = { enabled: false };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await window.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules, preload: false });
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`),
    );
  }, disabled);
  return found;
}

/** How far the page reaches beyond its window, and which elements do it. */
export function overflow(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1 || box.left < -1);
    });
    const names = wide.slice(-5).map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return [`${document.documentElement.scrollWidth - width} px too wide: ${names.join(', ')}`];
  });
}

/** Keeps a picture of the page for people to look at. */
export const picture = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

/** What every page on the way of a journey must be: inside its window, for everybody, quiet. Keeps a picture of it. */
export async function sound(page, watch, name) {
  await picture(page, name);
  // What is measured with a script can't be where there is none; the same pages are measured with it.
  if (name.includes('-script')) {
    assert.deepEqual(await violations(page), [], name);
    assert.deepEqual(await overflow(page), [], name);
  }
  assert.deepEqual([watch.foreign, watch.errors], [[], []], name);
}
