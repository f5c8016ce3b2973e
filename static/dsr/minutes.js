// Keys of the minutes. Control and Enter saves and goes to the next person from anywhere in the
// form; everything else is a link or a button with an access key, which needs no script.
const form = document.querySelector('form[data-autosave]');
const next = form?.querySelector('button[name=then]');

form?.addEventListener('keydown', (event) => {
  if (next && event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) {
    event.preventDefault();
    form.requestSubmit(next);
  }
});
