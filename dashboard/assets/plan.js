/* The buttons beside a planned distance: one less or one more, never below none; the first press of + starts with something worth running. */
(function () {
  'use strict';

  const FIRST = 5;

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    step(_less, _more, value) {
      const { triggered_id: pressed, triggered } = window.dash_clientside.callback_context;
      if (!pressed || !triggered[0].value) return window.dash_clientside.no_update;
      const now = Number(value) || 0;
      if (pressed.type === 'plan-more') return now ? Math.round(10 * (now + 1)) / 10 : FIRST;
      return Math.max(0, Math.round(10 * (now - 1)) / 10);
    },
  });
})();
