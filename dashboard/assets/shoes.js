/* Ticks all runs of a list; and marks a form that somebody began to fill in, so that a page that follows is not drawn again under their hands. */
(function () {
  'use strict';

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    tick_all: (every, ids) => (every ? ids : []),
  });

  const editor = (event) => event.target instanceof Element && event.target.closest('.editor');

  document.addEventListener('focusin', (event) => {
    if (editor(event) && event.target.matches('input')) editor(event).dataset.begun = 'yes';
  });

  document.addEventListener('click', (event) => {
    if (editor(event) && event.target.closest('.save')) delete editor(event).dataset.begun;
  });
})();
