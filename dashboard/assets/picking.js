/* Files to import: real file fields inside their labels, and the place to drop files or a folder. Says "plimsoll:picked" with the files. */
(function () {
  'use strict';

  const WANTED = /\.(zip|fit|gpx|tcx|csv|gz)$/i;
  const tell = (files) => document.dispatchEvent(new CustomEvent('plimsoll:picked', { detail: files }));

  async function walk(entry, path) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      return [{ file, path: path + file.name }];
    }
    const reader = entry.createReader();
    const found = [];
    for (let batch; (batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length; ) found.push(...batch);
    const below = await Promise.all(found.map((child) => walk(child, path + entry.name + '/')));
    return below.flat().filter((one) => WANTED.test(one.file.name));
  }

  async function dropped(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
    return (await Promise.all(entries.map((entry) => walk(entry, '')))).flat();
  }

  function mount(tries) {
    const labels = document.querySelectorAll('[data-pick]');
    if (!labels.length && tries > 0) setTimeout(() => mount(tries - 1), 50);
    labels.forEach((label) => {
      if (label.querySelector('input')) return;
      const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, className: 'visually-hidden' });
      input.webkitdirectory = label.dataset.pick === 'folder';
      label.append(input);
    });
  }

  document.addEventListener('plimsoll:arrived', () => {
    if (location.pathname.startsWith('/import')) mount(20);
  });

  document.addEventListener('change', (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.closest('[data-pick]')) return;
    const files = [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
    input.value = ''; // the same files can be picked again
    if (files.length) tell(input.webkitdirectory ? files.filter((one) => WANTED.test(one.path)) : files);
  });

  const zone = (event) => event.target.closest && event.target.closest('#drop');

  ['dragover', 'dragleave', 'drop'].forEach((name) =>
    document.addEventListener(name, async (event) => {
      const target = document.getElementById('drop');
      if (!target) return;
      event.preventDefault();
      target.classList.toggle('over', name === 'dragover' && Boolean(zone(event)));
      if (name === 'drop' && zone(event)) tell(await dropped(event.dataTransfer));
    }),
  );
})();
