// Starts the design system's components. Its address comes from the page, where it carries its hash.
const address = document.querySelector('script[data-nhsuk]').dataset.nhsuk;
const { initAll } = await import(address);
initAll();

// Links that ask for the print dialogue; without scripts people print from the browser's menu.
for (const control of document.querySelectorAll('[data-print]')) {
  control.hidden = false;
  control.addEventListener('click', () => window.print());
}
