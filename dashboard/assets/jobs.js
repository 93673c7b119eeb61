/* Uploads, orders and the progress of jobs: the browser streams picked files to this machine, then asks how far the worker is. */
(function () {
  'use strict';

  const OWN = { 'X-Plimsoll': '1' };
  const POLL_MS = 700;
  const LEAVING = ['disconnect', 'forget'];
  const FOLLOWED = ['import', 'demo', 'build', 'sync', ...LEAVING];
  const TAKEN = ['imported', 'duplicate'];
  const KINDS = { imported: 'imported', duplicate: 'already here', not_an_activity: 'not an activity', failed: 'failed' };

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    Object.entries(attributes || {}).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  }

  const place = (kind) => document.getElementById(kind + '-status');

  function show(kind, busy, ...nodes) {
    const part = place(kind);
    if (!part) return;
    part.setAttribute('aria-busy', busy); // a screen reader hears the outcome, not every step
    part.replaceChildren(...nodes.filter(Boolean));
  }

  function progress(kind, words, done, total) {
    const bar = total ? make('progress', { max: total, value: done, 'aria-label': words }) : make('progress', { 'aria-label': words });
    show(kind, true, make('p', {}, words), bar);
  }

  function fail(kind, message, next) {
    show(kind, false, make('div', { class: 'failed', role: 'alert' }, make('p', {}, make('strong', {}, message)), next ? make('p', {}, next) : null));
  }

  async function post(url, body) {
    const answer = await fetch(url, { method: 'POST', headers: { ...OWN, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(told.message || 'The server answered ' + answer.status + '.');
    return told;
  }

  function send(file, path, upload, sent) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', '/import/upload' + (upload ? '?upload=' + upload : ''));
      request.setRequestHeader('X-Plimsoll', '1');
      request.setRequestHeader('X-File-Name', encodeURIComponent(path));
      request.upload.onprogress = (event) => sent(event.loaded);
      request.onload = () => {
        let told = {};
        try { told = JSON.parse(request.responseText); } catch (error) { /* the status says enough */ }
        if (request.status === 200) resolve(told);
        else reject(new Error(told.message || 'The server answered ' + request.status + '.'));
      };
      request.onerror = () => reject(new Error('The upload broke off.'));
      request.send(file);
    });
  }

  const megabytes = (bytes) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0) + ' MB';

  async function upload(files) {
    const total = files.reduce((sum, one) => sum + one.file.size, 0);
    let before = 0;
    let batch = '';
    for (const { file, path } of files) {
      const report = (loaded) => progress('import', 'Copying ' + file.name + ': ' + megabytes(before + loaded) + ' of ' + megabytes(total), before + loaded, total);
      report(0);
      batch = (await send(file, path, batch, report)).upload;
      before += file.size;
    }
    return batch;
  }

  async function importFiles(files) {
    if (!files.length) return fail('import', 'There was no file in it that Plimsoll can read.', 'Drop a Strava export, or FIT, GPX, TCX or CSV files.');
    try {
      const whose = document.getElementById('whose');
      const batch = await upload(files);
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      watch('import', (await post('/import/jobs', { upload: batch, athlete: whose ? whose.value.trim() : '', timezone: zone })).job);
    } catch (error) {
      fail('import', error.message, 'Try again; files already copied are not imported twice.');
    }
  }

  async function watch(kind, job) {
    sessionStorage.setItem('plimsoll-' + kind, job);
    for (;;) {
      const answer = await fetch((LEAVING.includes(kind) ? '/receipts/jobs/' : '/import/jobs/') + job).catch(() => null);
      if (answer && [401, 404].includes(answer.status)) return sessionStorage.removeItem('plimsoll-' + kind);
      const told = answer && answer.ok ? await answer.json() : null;
      if (!place(kind)) return;
      if (told && (told.state === 'done' || told.state === 'failed')) {
        sessionStorage.removeItem('plimsoll-' + kind);
        return finish(kind, told);
      }
      if (told) progress(kind, waiting(told), told.done, told.total);
      await new Promise((wake) => setTimeout(wake, POLL_MS));
    }
  }

  function waiting(told) {
    if (told.state === 'waiting') return 'Waiting for its turn …';
    const count = told.total ? ' (' + told.done + ' of ' + told.total + ')' : '';
    return (told.what || 'Working') + count + ' …';
  }

  function finish(kind, told) {
    if (told.state === 'failed') return fail(kind, told.message || 'It did not work.', told.next_step);
    if (told.kind === 'demo' || LEAVING.includes(told.kind)) return follow(told.open || '/');
    if (told.kind === 'build') return built();
    if (told.kind === 'sync') return looked(told.report || {});
    const files = (told.report || {}).files || [];
    if (files.length && !files.some((file) => TAKEN.includes(file.status))) return show(kind, false, refused(files));
    const link = make('a', { href: told.open, class: 'button button-main' }, 'Show this week');
    show(kind, false, ...report(told.report || {}), make('p', {}, link));
    return link.focus();
  }

  const refused = (files) => make('div', { class: 'failed', role: 'alert' }, make('p', {}, make('strong', {}, 'Nothing was imported.')), list(files));

  function built() {
    if (place('build').closest('[data-redraw]')) return window.dash_clientside.set_props('address', { search: location.search });
    return show('build', false, make('p', { class: 'done' }, 'Done: every page shows it.'));
  }

  function looked(told) {
    const counts = ['added', 'updated', 'removed'].map((name) => (told[name] || 0) + ' ' + name).join(', ');
    const until = told.resume_at && new Date(told.resume_at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    const rest = told.problem || (until ? 'The rest follows by itself from ' + until + ', when Strava allows more requests.' : '');
    show('sync', false, make('p', { class: 'done' }, make('strong', {}, 'Looked at Strava. '), 'Activities: ' + counts + '.'), rest ? make('p', {}, rest) : null);
    if (document.getElementById('news')) window.dash_clientside.set_props('news-tick', { n_intervals: Date.now() });
  }

  function follow(href) {
    history.pushState({}, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  }

  function report(told) {
    const files = told.files || [];
    const wrong = files.filter((file) => file.reason || file.status === 'failed');
    const rest = files.filter((file) => !wrong.includes(file));
    const counts = ['added', 'updated', 'unchanged', 'removed'].filter((name) => told[name] !== undefined).map((name) => told[name] + ' ' + name);
    return [
      make('p', { class: 'done' }, make('strong', {}, 'Imported. '), 'Activities: ' + (counts.join(', ') || 'none') + '.'),
      wrong.length ? make('div', {}, make('h3', {}, 'What to know of ' + wrong.length + (wrong.length === 1 ? ' file' : ' files')), list(wrong)) : '',
      rest.length ? make('details', { class: 'more' }, make('summary', {}, rest.length + (rest.length === 1 ? ' file' : ' files') + ' without a problem'), list(rest)) : '',
    ].filter((node) => node !== '');
  }

  function list(files) {
    const rows = files.map((file) => {
      const name = make('span', { class: 'file-name' }, file.path);
      return make('li', { class: 'file-' + file.status }, name, make('span', { class: 'file-status' }, KINDS[file.status] || file.status), file.reason || '');
    });
    return make('ul', { class: 'files' }, ...rows);
  }

  document.addEventListener('click', async (event) => {
    const start = event.target.closest('[data-job]');
    if (!start || start.disabled) return undefined;
    const kind = start.dataset.job;
    try {
      progress(kind, 'Asking for it …');
      return watch(kind, (await post(start.dataset.to, wish(start))).job);
    } catch (error) {
      return fail(kind, error.message, start.dataset.hint);
    }
  });

  function wish(start) {
    const body = JSON.parse(start.dataset.body || '{}');
    const field = start.dataset.with && document.getElementById(start.dataset.with);
    return field ? { ...body, name: field.value } : body;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    follow_build(job) {
      if (job) watch('build', job);
    },
  });

  document.addEventListener('plimsoll:picked', (event) => importFiles(event.detail));

  document.addEventListener('plimsoll:arrived', () =>
    FOLLOWED.forEach((kind) => {
      const job = sessionStorage.getItem('plimsoll-' + kind);
      if (job && place(kind)) watch(kind, job);
    }),
  );
})();
