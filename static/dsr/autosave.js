// Saves a form as it is typed: <form data-autosave="ADDRESS">. The buttons save it as well, so
// that nobody needs this. What the server last said stands in [data-autosave-said]. Signing in
// again makes the token of a page from before useless: a fresh one is asked for before anything
// is sent again, and before a button sends the page.
const PAUSE = 1500; // milliseconds without typing
const AT_LEAST = 10000; // somebody who never pauses is saved this often
const RETRY = [3000, 10000, 30000, 60000];
const PATIENCE = 10000; // milliseconds that a button waits for a fresh token
const TOKEN = 'csrfmiddlewaretoken';
const SIGNED_OUT =
  'Not saved: you have been signed out. Sign in again in another window, then go on here.';
const UNREACHABLE = 'Not saved: the register could not be reached.';

for (const form of document.querySelectorAll('form[data-autosave]')) {
  watch(form);
}

function watch(form) {
  const said = document.querySelector('[data-autosave-said]');
  const version = form.querySelector('[name=version]');
  let timer = null;
  let dirtySince = null; // when the first change that is not saved was made
  let saving = null; // the promise of a save that is under way
  let unanswered = null; // what was sent and got no answer: sent again before anything newer
  let failures = 0;
  let stopped = false;
  let asking = false; // a button waits for a fresh token
  let sending = false; // a button sends the page, with a fresh token

  if (said) {
    said.hidden = false;
  }
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', submitted);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      save(true);
    }
  });

  window.addEventListener('pageshow', (event) => {
    // Somebody came back to the page as they left it.
    stopped = event.persisted ? false : stopped;
    sending = asking = false;
  });

  function say(words) {
    if (said && said.textContent !== words) {
      said.textContent = words;
    }
  }

  function changed() {
    if (stopped) {
      return;
    }
    const now = Date.now();
    dirtySince = dirtySince ?? now;
    const wait = Math.max(0, Math.min(PAUSE, dirtySince + AT_LEAST - now));
    if (!failures) {
      later(wait);
    }
  }

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  function save(leaving = false) {
    if (stopped || asking || saving || (dirtySince === null && unanswered === null)) {
      return saving;
    }
    window.clearTimeout(timer);
    saving = send(leaving === true).finally(() => {
      saving = null;
      if (!stopped && !failures && dirtySince !== null) {
        later(PAUSE);
      }
    });
    return saving;
  }

  async function send(leaving) {
    const again = unanswered !== null;
    if (!again) {
      unanswered = new URLSearchParams(new FormData(form)).toString();
      dirtySince = null;
    }
    let answer = await post(unanswered, leaving);
    if (answer?.status === 403 && !(await renew())) {
      answer = await post(unanswered, leaving); // it was the token alone
    }
    if (!answer) {
      failed(`${UNREACHABLE} It is tried again.`);
      return;
    }
    if (answer.status === 409) {
      stopped = true;
      unanswered = null;
      say(`Not saved: ${(await words(answer)).said ?? 'save with the button below.'}`);
      return;
    }
    const told = answer.ok ? await words(answer) : {};
    if (!Number.isInteger(told.version)) {
      failed(SIGNED_OUT);
      return;
    }
    unanswered = null;
    failures = 0;
    if (version) {
      version.value = String(told.version);
    }
    say(told.said ?? 'Saved');
    document.dispatchEvent(new Event('dsr:saved'));
    if (again && dirtySince !== null) {
      later(0);
    }
  }

  function failed(what) {
    say(what);
    later(RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  }

  function post(body, leaving) {
    return fetch(form.dataset.autosave, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8',
        'X-Autosave': 'yes',
      },
      credentials: 'same-origin',
      redirect: 'manual',
      // A page that is being left may still send a little.
      keepalive: leaving && body.length < 60000,
    }).catch(() => null);
  }

  // Puts a fresh token into the page; says why there is none, or nothing.
  async function renew() {
    if (!said?.dataset.freshToken) {
      return '';
    }
    const answer = await fetch(said.dataset.freshToken, {
      headers: { 'X-Polling': 'yes' },
      credentials: 'same-origin',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    }).catch(() => null);
    if (!answer) {
      return UNREACHABLE;
    }
    if (answer.type === 'opaqueredirect') {
      return SIGNED_OUT;
    }
    const { token } = await words(answer);
    if (token) {
      form.querySelector(`[name=${TOKEN}]`)?.setAttribute('value', token);
      if (unanswered !== null) {
        const body = new URLSearchParams(unanswered);
        body.set(TOKEN, token);
        unanswered = body.toString();
      }
    }
    return '';
  }

  function words(answer) {
    return answer.json().catch(() => ({}));
  }

  // A save under way gives the page a new version, and a sign-in a new token: the button waits
  // for both. Nothing is sent that would come back as a page without what was typed.
  function submitted(event) {
    window.clearTimeout(timer);
    if (sending) {
      stopped = true;
      return;
    }
    event.preventDefault();
    if (!asking) {
      asking = true;
      go(event.submitter);
    }
  }

  async function go(button) {
    // A form that is telling of its submission takes no other: first let it finish.
    await new Promise((resolve) => window.setTimeout(resolve));
    await saving;
    const problem = await renew();
    asking = false;
    if (problem) {
      say(problem);
      later(RETRY[0]);
      return;
    }
    sending = true;
    form.requestSubmit(button);
  }
}
