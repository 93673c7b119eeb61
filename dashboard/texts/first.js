(function () {
  var chosen = null;
  try { chosen = localStorage.getItem('mantine-color-scheme-value'); } catch (e) { /* storage may be forbidden */ }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
