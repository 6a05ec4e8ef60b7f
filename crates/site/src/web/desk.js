// What makes the pages that people work on more comfortable. Every one of them works without it: it saves what is being
// typed, counts the room that is left, shows how a text will look, keeps a form from being sent twice, and walks a queue
// by keyboard. It talks to this site alone, and only to addresses that the page itself names.
'use strict';
(() => {
  const words = document.currentScript.dataset;
  const soon = (wait, act) => {
    let timer = 0;
    const later = (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => { timer = 0; act(...given); }, wait);
    };
    later.drop = () => { const waiting = timer !== 0; clearTimeout(timer); timer = 0; return waiting; };
    return later;
  };
  const line = (after, role) => {
    const made = document.createElement('p');
    made.className = 'hint';
    if (role) made.setAttribute('role', role);
    after.insertAdjacentElement('afterend', made);
    return made;
  };
  const send = (path, fields, signal) => fetch(path, { method: 'POST', body: new URLSearchParams(fields), credentials: 'same-origin', signal });

  // The room that is left in a field, once it gets scarce.
  for (const field of document.querySelectorAll('.field [maxlength]:not([type="password"], [type="email"])')) {
    const most = field.maxLength;
    if (most < 40) continue;
    const left = line(field);
    const count = () => {
      const n = most - field.value.length;
      left.textContent = n > Math.max(20, most / 3) ? '' : words.left.replace('{n}', n);
    };
    field.addEventListener('input', count);
    count();
  }

  // How a text will look.
  for (const field of document.querySelectorAll('textarea[data-preview]')) {
    const shown = document.createElement('div');
    shown.className = 'prose preview';
    field.closest('.field').append(shown);
    const show = soon(400, async () => {
      if (!field.value.trim()) return shown.replaceChildren();
      const answer = await send(field.dataset.preview, { text: field.value }).catch(() => null);
      // The server made it safe, and the page's policy lets nothing in it run.
      if (answer && answer.ok) shown.innerHTML = await answer.text();
    });
    field.addEventListener('input', show);
    show();
  }

  // What is typed is kept. A form that is sent waits for what is on its way.
  const saving = new WeakMap();
  for (const form of document.querySelectorAll('form[data-draft]')) {
    const version = form.elements.version;
    const said = line(form.lastElementChild, 'status');
    const save = async () => {
      const answer = await send(form.dataset.draft, new FormData(form)).catch(() => null);
      if (!answer) said.textContent = words.unsaved;
      else if (answer.status === 409) said.textContent = words.stale;
      else if (answer.ok && !answer.redirected) { version.value = (await answer.text()).trim(); said.textContent = words.saved; }
      else said.textContent = words.unsaved;
    };
    const later = soon(1000, () => { saving.set(form, save().finally(() => saving.delete(form))); });
    form.addEventListener('input', later);
    form.addEventListener('submit', later.drop);
  }

  // Questions that are answered already, while one like them is written. Nothing is asked twice, and nothing is shown late.
  for (const form of document.querySelectorAll('form[data-alike]')) {
    const { title, body } = form.elements;
    const shown = form.querySelector('.alike');
    let asked = '';
    let last = '';
    let asking = null;
    const look = soon(800, async () => {
      const fields = new URLSearchParams({ title: title.value.trim(), body: body.value.trim() });
      if (String(fields) === asked) return;
      asked = String(fields);
      if (asking) asking.abort();
      const mine = asking = new AbortController();
      const answer = await send(form.dataset.alike, fields, mine.signal).catch(() => null);
      const html = answer && answer.ok && !answer.redirected ? await answer.text().catch(() => null) : null;
      if (asking !== mine) return;
      asking = null;
      if (html === null) asked = '';
      // The same is not read out again. The server wrote it, and the page's policy lets nothing in it run.
      else if (html !== last) shown.innerHTML = last = html;
    });
    for (const field of [title, body]) field.addEventListener('input', look);
    if (title.value.trim()) look();
  }

  // Once is enough. Whoever comes back by the browser's own button may send again.
  const sent = new WeakSet();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (sent.has(form)) return event.preventDefault();
    const waiting = saving.get(form);
    if (waiting) {
      event.preventDefault();
      waiting.then(() => form.requestSubmit(event.submitter));
      return;
    }
    sent.add(form);
    setTimeout(() => sent.delete(form), 5000);
  });
  window.addEventListener('pageshow', () => { for (const form of document.forms) sent.delete(form); });

  // j and k walk the rows of a queue; a letter that a control of the row, or of a page without rows, names presses it.
  if (document.querySelector('[data-key]')) {
    const rows = [...document.querySelector('[data-keys]')?.children ?? []];
    let at = -1;
    const go = (to) => {
      if (to < 0 || to >= rows.length) return;
      at = to;
      rows[at].tabIndex = -1;
      rows[at].focus();
    };
    document.addEventListener('keydown', (event) => {
      const typing = event.target.closest('input:not([type="checkbox"]), textarea, select');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'j') return go(at + 1);
      if (event.key === 'k') return go(at - 1);
      const scope = rows[at] ?? document;
      const control = [...scope.querySelectorAll('[data-key]')].find((one) => one.dataset.key === event.key);
      if (control) { event.preventDefault(); control.click(); }
    });
  }
})();
