/* The form about pain asks only what matters: nothing more at 0, where and when above it, the warning signs from 6 on. */
(function () {
  'use strict';

  const ASKED_FROM = 6;

  const open = (selector, wanted) => document.querySelectorAll(selector).forEach((part) => { if (wanted) part.open = true; });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    unfold(values) {
      const asked = (window.dash_clientside.callback_context.triggered[0] || {}).prop_id || '';
      const pain = Number(values[0]);
      if (asked.includes('"pain"')) {
        open('.check-in .where', pain > 0);
        open('.check-in .flags', pain >= ASKED_FROM);
      }
      return window.dash_clientside.no_update;
    },
  });
})();
