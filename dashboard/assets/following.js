/* A page that follows what is published asks for its stamp, and is drawn again in place when that has changed; one without an athlete waits for any. */
(function () {
  'use strict';

  const EVERY_MS = 3000;
  let timer = 0;
  let drawn = '';

  async function look() {
    const mark = document.querySelector('[data-follow]');
    if (!mark) return;
    const answer = document.hidden ? null : await fetch('/following/' + encodeURIComponent(mark.dataset.follow)).catch(() => null);
    if (answer && answer.status === 401) return;
    const told = answer && answer.ok && !document.querySelector('[data-begun]') ? await answer.json() : null; // nobody's form is emptied
    if (told && 'stamp' in told && told.stamp !== mark.dataset.stamp && told.stamp !== drawn && document.contains(mark)) {
      drawn = told.stamp;
      window.dash_clientside.set_props('address', { search: location.search }); // the same address, asked for again
    }
    timer = setTimeout(look, EVERY_MS);
  }

  document.addEventListener('plimsoll:arrived', () => {
    clearTimeout(timer);
    timer = setTimeout(look, EVERY_MS);
  });
})();
