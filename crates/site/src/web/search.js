// What somebody may be about to type, under the box that finds things. The box works without it. It asks this site alone, once
// for what was typed last, and shows nothing that comes too late.
'use strict';
(() => {
  const wait = 150;
  const least = 2;
  for (const input of document.querySelectorAll('input[data-suggest]')) {
    const box = input.closest('.box');
    const list = document.createElement('ul');
    list.className = 'suggestions';
    list.id = `${input.id}-suggestions`;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.dataset.list);
    list.hidden = true;
    const told = document.createElement('p');
    told.className = 'unseen';
    told.setAttribute('role', 'status');
    box.append(list, told);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-expanded', 'false');
    input.setAttribute('aria-controls', list.id);

    const known = new Map();
    let timer = 0;
    let asking = null;
    let at = -1;
    const options = () => [...list.children];
    const choose = (next) => {
      const all = options();
      at = next;
      all.forEach((option, n) => option.setAttribute('aria-selected', String(n === at)));
      if (at < 0) input.removeAttribute('aria-activedescendant');
      else { input.setAttribute('aria-activedescendant', all[at].id); all[at].scrollIntoView({ block: 'nearest' }); }
    };
    const close = () => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); choose(-1); };
    const show = (html) => {
      // The server wrote it, and the page's policy lets nothing in it run.
      list.innerHTML = html;
      const n = options().length;
      choose(-1);
      list.hidden = n === 0;
      input.setAttribute('aria-expanded', String(n > 0));
      told.textContent = n === 0 ? input.dataset.none : input.dataset.some.replace('{n}', n);
    };
    const waits = () => timer !== 0 || asking !== null;
    // Nothing that is on its way opens the list any more.
    const stop = () => { clearTimeout(timer); timer = 0; if (asking) asking.abort(); asking = null; };
    const ask = async () => {
      const typed = input.value.trim();
      stop();
      if (typed.length < least) return close();
      if (known.has(typed)) return show(known.get(typed));
      const mine = asking = new AbortController();
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: mine.signal }).catch(() => null);
      const html = answer && answer.ok ? await answer.text().catch(() => null) : null;
      if (asking !== mine) return;
      asking = null;
      if (html === null) return;
      if (known.size > 50) known.clear();
      known.set(typed, html);
      if (document.activeElement === input) show(html);
    };
    input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, wait); });
    input.addEventListener('keydown', (event) => {
      const n = options().length;
      // While letters are put together, keys belong to whoever does that.
      if (event.isComposing) return;
      // What Escape ends is the suggesting; only then it empties the box, as boxes do.
      if (event.key === 'Escape') { if (waits() || !list.hidden) event.preventDefault(); stop(); close(); }
      else if (list.hidden && event.key === 'ArrowDown' && !waits() && input.value.trim().length >= least) { event.preventDefault(); ask(); }
      else if (list.hidden || n === 0) return;
      else if (event.key === 'ArrowUp' && event.altKey) { event.preventDefault(); close(); }
      else if (event.key === 'ArrowDown') { event.preventDefault(); choose(at + 1 < n ? at + 1 : -1); }
      else if (event.key === 'ArrowUp') { event.preventDefault(); choose(at < 0 ? n - 1 : at - 1); }
      else if (event.key === 'Enter' && at >= 0) { event.preventDefault(); location.assign(options()[at].dataset.path); }
    });
    // The box keeps the focus, so that it does not close before the click is through.
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => {
      const option = event.target.closest('[data-path]');
      if (option) location.assign(option.dataset.path);
    });
    input.addEventListener('blur', () => { stop(); close(); });
  }
})();
