// Keys of the minutes. Control and Enter saves and goes to the next person from anywhere on the
// page but a link; everything else is a link or a button with an access key, without any script.
const form = document.querySelector('form[data-autosave]');
const next = form?.querySelector('button[name=then]');

document.addEventListener('keydown', (event) => {
  const wanted = event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat;
  if (next && wanted && !event.target.closest('a, summary')) {
    event.preventDefault();
    form.requestSubmit(next);
  }
});

// A line for another action was asked for: typing goes on there.
if (form?.dataset.more) {
  form.querySelector(`[name="${form.dataset.more}"]`)?.focus();
}
