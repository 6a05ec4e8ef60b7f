// The site behind a slow line: a proxy that hands a page over piece by piece, so that the browser paints what it has.
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { base } from './site.mjs';

// Longer than a frame of the screen, so that every piece is painted by itself.
const FRAME = 25;

/** The header tag by tag, and what follows by its blocks. */
function pieces(html) {
  const body = html.indexOf('<body');
  const end = html.indexOf('</header>');
  if (body < 0 || end < body) throw new Error('the page has no header');
  const tags = html.slice(body, end).split(/(?=<)/);
  const blocks = html.slice(end).split(/(?=<(?:article|div|dl|footer|h\d|li|ol|p|section|table|tr|ul)\b)/);
  return [html.slice(0, body), ...tags, ...blocks];
}

async function handOver(request, response) {
  const answer = await fetch(base + request.url, { headers: { 'accept-encoding': 'identity' }, redirect: 'manual' });
  const headers = Object.fromEntries(answer.headers);
  delete headers['content-length'];
  delete headers['transfer-encoding'];
  response.writeHead(answer.status, headers);
  if (!headers['content-type']?.startsWith('text/html')) return response.end(Buffer.from(await answer.arrayBuffer()));
  for (const piece of pieces(await answer.text())) {
    response.write(piece);
    await pause(FRAME);
  }
  return response.end();
}

/** Gives the slow line's address and what closes it. */
export async function slowLine() {
  const server = createServer((request, response) => {
    handOver(request, response).catch((error) => response.destroy(error));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, close };
}
