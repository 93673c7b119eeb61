/* How the cells of /runs are written. Rows come from components/run_grid.py. */
(function () {
  'use strict';

  const MARKS = { over: ['flag', 'flagged'], small: ['clear', 'no flag'], under: ['clear', 'below'], unjudged: ['wait', 'not judged'], set_aside: ['wait', 'set aside'], not_counted: ['', 'not counted'] };
  const ROOMY = ['what', 'seconds', 'shoe', 'source'];
  const narrow = () => document.documentElement.clientWidth <= 620;
  const element = (...parts) => window.React.createElement(...parts);

  function day(iso) {
    return new Date(iso + 'T12:00:00Z').toUTCString().slice(5, 16).replace(/^0/, ''); // not "Sept", as the language's own form has it
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.plimsoll = Object.assign(window.dash_clientside.plimsoll || {}, {
    columns: (columns) => columns.map((column) => ({ ...column, hide: narrow() && ROOMY.includes(column.field) })),
  });

  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  functions.plimsollClock = (seconds) => {
    if (seconds == null) return '–';
    const whole = Math.floor(seconds / 60); // like a clock, and as the activity's own page says it
    return Math.floor(whole / 60) + ':' + String(whole % 60).padStart(2, '0');
  };

  functions.plimsollFit = (params) => {
    params.api.setColumnsVisible(ROOMY, !narrow());
    params.api.sizeColumnsToFit();
  };

  const components = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  components.PlimsollDate = (props) =>
    element('a', { href: '/runs/' + encodeURIComponent(props.data.id) + props.colDef.cellRendererParams.query, title: props.data.what }, day(props.value));

  components.PlimsollSource = (props) => {
    const view = { href: props.data.strava, rel: 'noreferrer noopener external', className: 'view-on-strava' };
    return element('span', { className: 'source-cell' }, props.value, props.data.strava && element('a', view, 'View on Strava'));
  };

  components.PlimsollMark = (props) => {
    const [picture, words] = MARKS[props.data.mark];
    const number = props.data.times && props.data.times + ' ';
    const icon = picture && element('span', { className: 'icon icon-' + picture, 'aria-hidden': 'true' });
    const reason = props.data.reason && ': ' + props.data.reason;
    return element('span', { className: 'mark-cell mark-' + props.data.mark }, icon, number + words + reason);
  };
})();
