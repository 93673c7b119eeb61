/* The plan as it is put in: - and + beside a distance, and one question at a time, asked once the runner has stopped changing it. */
(function () {
  'use strict';

  const FIRST = 5;
  const SETTLED_MS = 400;
  const PATIENCE_MS = 300;
  const GIVE_UP_MS = 20000;
  const NO_ANSWER = 'No answer came, so the days below show what you had before. Change a distance to ask again.';

  const asking = { newest: 0, sent: 0, open: false, planned: {}, settle: 0, patience: 0, giveUp: 0 };
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const working = (shown) => document.getElementById('plan-working') && set('plan-working', { hidden: !shown });

  function send() {
    if (asking.open) return; // the answer on its way asks again
    asking.open = true;
    asking.sent = asking.newest;
    asking.patience = setTimeout(() => working(true), PATIENCE_MS);
    asking.giveUp = setTimeout(() => {
      close();
      document.getElementById('plan-said') && set('plan-said', { children: NO_ANSWER });
    }, GIVE_UP_MS);
    set('plan-asked', { data: { nth: asking.sent, planned: asking.planned } });
  }

  function close() {
    clearTimeout(asking.patience);
    clearTimeout(asking.giveUp);
    asking.open = false;
    working(false);
  }

  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element && event.target.closest('[data-plan]');
    if (!button) return;
    for (const [day, value] of Object.entries(JSON.parse(button.dataset.plan))) set({ type: 'plan-km', day }, { value });
    document.getElementById('try').scrollIntoView();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    step(_less, _more, value) {
      const { triggered_id: pressed, triggered } = window.dash_clientside.callback_context;
      if (!pressed || !triggered[0].value) return window.dash_clientside.no_update;
      const now = Number(value) || 0;
      if (pressed.type === 'plan-more') return now ? Math.round(10 * (now + 1)) / 10 : FIRST;
      return Math.max(0, Math.round(10 * (now - 1)) / 10);
    },

    ask() {
      const [fields] = window.dash_clientside.callback_context.inputs_list;
      asking.planned = Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.id.day, field.value]));
      asking.newest += 1;
      clearTimeout(asking.settle);
      asking.settle = setTimeout(send, SETTLED_MS);
    },

    hear(answer, days) {
      const nothing = window.dash_clientside.no_update;
      const late = !answer || !asking.open || answer.nth !== asking.sent;
      const overtaken = !late && asking.newest > asking.sent;
      if (!late) close();
      if (overtaken) send();
      if (late || overtaken) return [days.map(() => nothing), nothing];
      return [answer.told.length ? answer.told : days.map(() => nothing), answer.said];
    },
  });
})();
