// Starts the demo site, runs the browser tests against it, stops it. `node e2e/run.mjs [FILE...]`
// runs all of e2e/tests or the files named. CONSILIUM_E2E_URL tests a site that runs already.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const binary = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target', 'debug/consilium');
const READY = /listening on (http:\/\/[0-9.:]+)/;
const PATIENCE = 60_000;

/** Starts `consilium demo` on a free port and gives its address once it says that it listens. */
function startDemo(folder) {
  const flags = ['demo', '--data-dir', folder, '--bind', '127.0.0.1:0'];
  const server = spawn(binary, flags, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const address = new Promise((found, failed) => {
    let said = '';
    const listen = (chunk) => {
      said += chunk;
      const line = said.match(READY);
      if (line) found(line[1]);
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.on('error', failed);
    server.on('exit', (code) => failed(new Error(`the demo ended with status ${code} and said:\n${said}`)));
    const late = () => failed(new Error(`the demo did not say "listening on …" within a minute, but:\n${said}`));
    setTimeout(late, PATIENCE).unref();
  });
  return { server, address };
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

async function runTests(url) {
  const flags = ['--test', '--test-reporter=tap', ...(await testFiles())];
  const env = { ...process.env, CONSILIUM_E2E_URL: url };
  const tests = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
  return new Promise((done) => tests.on('exit', (code) => done(code ?? 1)));
}

if (process.env.CONSILIUM_E2E_URL) {
  process.exitCode = await runTests(process.env.CONSILIUM_E2E_URL);
} else {
  const folder = await mkdtemp(join(tmpdir(), 'consilium-e2e-'));
  const { server, address } = startDemo(folder);
  try {
    process.exitCode = await runTests(await address);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await stop(server);
    await rm(folder, { recursive: true, force: true });
  }
}
