/* What pages do in the browser: draw figures in the scheme shown, follow links without reloading, arrive on a new page. */
(function () {
  'use strict';

  const SCHEME = 'data-mantine-color-scheme';
  const scheme = () => (document.documentElement.getAttribute(SCHEME) === 'dark' ? 'dark' : 'light');

  function whenReady(selector, act, tries) {
    const found = document.querySelector(selector);
    if (found) act(found);
    else if (tries > 0) setTimeout(() => whenReady(selector, act, tries - 1), 50);
  }

  function goTo(href) {
    history.pushState({}, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
  }

  let shown = '';

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    draw(drawing, _changed, templates) {
      return { ...drawing, layout: { ...drawing.layout, template: templates[scheme()] } };
    },

    choose(wanted, shown) {
      if (!wanted || wanted === shown) return window.dash_clientside.no_update;
      const asked = new URLSearchParams(location.search);
      asked.set('athlete', wanted);
      return '?' + asked;
    },

    arrive(title) {
      document.title = title;
      const first = !shown;
      const again = shown === location.href; // drawn again where it is: the reader keeps their place
      shown = location.href;
      requestAnimationFrame(() => {
        document.dispatchEvent(new CustomEvent('plimsoll:arrived'));
        if (again) return;
        if (location.hash.length > 1) {
          whenReady('#' + CSS.escape(decodeURIComponent(location.hash.slice(1))), (part) => part.scrollIntoView(), 20);
        } else if (!first) {
          window.scrollTo(0, 0);
          whenReady('#title', (heading) => heading.focus({ preventScroll: true }), 20);
        }
      });
    },
  });

  const redraw = () => window.dash_clientside.set_props && window.dash_clientside.set_props('scheme-shown', { data: scheme() });
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: [SCHEME] });

  function tellZone(button) {
    const address = new URL(button.href);
    address.searchParams.set('timezone', Intl.DateTimeFormat().resolvedOptions().timeZone);
    button.href = address.href;
  }

  document.addEventListener('click', (event) => {
    const anchor = event.target.closest('a[href]');
    if (anchor && anchor.matches('.strava-button')) return tellZone(anchor);
    if (!anchor || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
    const href = anchor.getAttribute('href');
    if (!href.startsWith('/') || href.startsWith('/assets/') || anchor.target || anchor.hasAttribute('download')) return;
    event.preventDefault();
    return goTo(href);
  });
})();
