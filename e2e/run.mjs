// Starts the demo site, runs the browser tests against it, stops it. `node e2e/run.mjs [FILE...]`
// runs all of e2e/tests or the files named. CONSILIUM_E2E_URL tests a site that runs already; what
// needs the demo's own people is skipped then.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const binary = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/consilium');
const READY = /listening on (http:\/\/[0-9.:]+)/;
const LINK = /^ +([a-z]+) +https?:\/\/[^/]+(\/sign-in\/link\/\S+)$/gm;
const ROLES = ['member', 'doctor', 'editor', 'moderator', 'administrator'];
const PATIENCE = 60_000;

/** Starts `consilium demo` on a free port, gives its address and the paths that sign in, once it has said them all. */
function startDemo(folder) {
  const flags = ['demo', '--data-dir', folder, '--bind', '127.0.0.1:0'];
  // All these tests come from one network and make more accounts than one network may.
  const env = { ...process.env, CONSILIUM_TRIES_BY_NETWORK: '0' };
  const server = spawn(binary, flags, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env });
  const site = new Promise((found, failed) => {
    let said = '';
    const listen = (chunk) => {
      said += chunk;
      const links = Object.fromEntries([...said.matchAll(LINK)].map(([, role, path]) => [role, path]));
      if (READY.test(said) && ROLES.every((role) => links[role])) found({ url: said.match(READY)[1], links });
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.on('error', failed);
    server.on('exit', (code) => failed(new Error(`the demo ended with status ${code} and said:\n${said}`)));
    const late = () => failed(new Error(`the demo did not say where it is and who may sign in within a minute, but:\n${said}`));
    setTimeout(late, PATIENCE).unref();
  });
  return { server, site };
}

/** Follows each link, which works once, and gives the cookies of those who are signed in by it. */
async function signIn({ url, links }) {
  const sessions = {};
  for (const role of ROLES) {
    const flags = { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' }, redirect: 'manual' };
    const answer = await fetch(url + links[role], flags);
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('session='));
    if (!cookie) throw new Error(`the link of the ${role} answers ${answer.status} and signs nobody in`);
    sessions[role] = cookie.slice('session='.length).split(';')[0];
  }
  return sessions;
}

/** Asks the demo to end, and insists after ten seconds. */
async function stop(server) {
  if (server.exitCode !== null) return;
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  const insist = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(insist);
}

async function testFiles() {
  const named = process.argv.slice(2);
  if (named.length > 0) return named.map((file) => resolve(file));
  const found = await readdir(join(here, 'tests'));
  return found.filter((file) => file.endsWith('.test.mjs')).sort().map((file) => join(here, 'tests', file));
}

async function runTests(url, sessions) {
  const flags = ['--test', '--test-reporter=tap', ...(await testFiles())];
  const env = { ...process.env, CONSILIUM_E2E_URL: url };
  if (sessions) env.CONSILIUM_E2E_SESSIONS = JSON.stringify(sessions);
  const tests = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
  return new Promise((done) => tests.on('exit', (code) => done(code ?? 1)));
}

if (process.env.CONSILIUM_E2E_URL) {
  process.exitCode = await runTests(process.env.CONSILIUM_E2E_URL);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'consilium-e2e-'));
  const { server, site } = startDemo(folder);
  try {
    const told = await site;
    process.exitCode = await runTests(told.url, await signIn(told));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await stop(server);
    await rm(folder, { recursive: true, force: true });
  }
}
