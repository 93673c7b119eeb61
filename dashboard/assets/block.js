/* The button that prints the page. */
document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('.print-page')) window.print();
});
