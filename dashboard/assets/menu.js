/* The button "More" of a phone: shows the other pages; Escape, a choice or a touch elsewhere puts them away. */
(function () {
  'use strict';

  const button = () => document.getElementById('more');

  function show(open) {
    if (button()) button().setAttribute('aria-expanded', String(open));
  }

  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    show(Boolean(event.target.closest('#more')) && button().getAttribute('aria-expanded') !== 'true');
  });

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !button() || button().getAttribute('aria-expanded') !== 'true') return;
    show(false);
    button().focus();
  });
})();
