// Warns before an idle session ends. It never prolongs a session by itself: only a person's own
// requests and the button "Stay signed in" do. Tabs keep in step through localStorage.
const dialog = document.getElementById('timeout');
const idle = Number(dialog.dataset.idleSeconds) * 1000;
const warn = Number(dialog.dataset.warnSeconds) * 1000;
const LAST = 'dsr-last-activity';
const left = dialog.querySelector('[data-left]');
const announce = dialog.querySelector('[data-announce]');
const signOut = document.querySelector('.nhsuk-header__account-form');
let pageLast = Date.now();
let told = null;

// Loading this page was a request, so the session is as old as the page.
remember(pageLast);

function remember(moment) {
  pageLast = Math.max(pageLast, moment);
  try {
    localStorage.setItem(LAST, String(pageLast));
  } catch {
    // Storage is refused in some private windows: this tab then keeps its own time.
  }
}

function last() {
  try {
    return Math.max(pageLast, Number(localStorage.getItem(LAST)) || 0);
  } catch {
    return pageLast;
  }
}

function words(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  if (seconds > 60) {
    return `${Math.ceil(seconds / 60)} minutes`;
  }
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

function open(remaining) {
  left.textContent = words(remaining);
  if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector('#timeout-title').focus();
  }
  // Read out at two minutes, one minute and 20 seconds, not at every second.
  const step = [20000, 60000, 120000].find((limit) => remaining <= limit);
  if (step && step !== told) {
    told = step;
    announce.textContent = `You will be signed out in ${words(remaining)}.`;
  }
}

function close() {
  told = null;
  if (dialog.open) {
    dialog.close();
  }
}

function look() {
  const remaining = last() + idle - Date.now();
  if (remaining <= 0) {
    // The server has ended the session; asking for the page again leads to sign-in and back here.
    window.location.assign(window.location.pathname + window.location.search);
  } else if (remaining <= warn) {
    open(remaining);
  } else {
    close();
  }
}

async function stay() {
  const token = signOut.querySelector('[name=csrfmiddlewaretoken]').value;
  const answer = await fetch(dialog.dataset.keepAlive, {
    method: 'POST',
    headers: { 'X-CSRFToken': token },
    credentials: 'same-origin',
    redirect: 'manual',
  }).catch(() => null);
  if (answer && answer.ok) {
    remember(Date.now());
    close();
  } else {
    announce.textContent = 'The register could not be reached. Save what you can and try again.';
    left.textContent = words(last() + idle - Date.now());
  }
}

dialog.querySelector('[data-stay]').addEventListener('click', stay);
dialog.querySelector('[data-leave]').addEventListener('click', () => signOut.requestSubmit());
dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  stay();
});
window.addEventListener('storage', look);
document.addEventListener('visibilitychange', look);
// A small update made without loading a page is a request too.
document.addEventListener('htmx:afterRequest', () => remember(Date.now()));
// So is what somebody types, once it is saved.
document.addEventListener('dsr:saved', () => remember(Date.now()));
window.setInterval(look, 1000);
