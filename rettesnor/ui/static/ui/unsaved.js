// Asks before a page with unsaved text is left. For <form data-unsaved>; a form with a draft on the server
// asks only while the last words have not reached it.

const typed = (form) => new URLSearchParams(new FormData(form)).toString();
const first = new WeakMap();
let leaving = false;

const guarded = () => document.querySelectorAll("form[data-unsaved]");
const isSaved = (form) => form.dataset.draftUrl && form.querySelector("[data-draft-state]")?.dataset.state === "saved";
const unsaved = (form) => first.has(form) && !isSaved(form) && typed(form) !== first.get(form);
const remember = () => {
  for (const form of guarded()) if (!first.has(form)) first.set(form, typed(form));
};

// A plain form leads away from its words whatever comes of it: so the house is asked first whether one is still signed
// in, at an address that shows nobody. If not, the words stay as below.
let asked = new WeakMap(); // form: false while it waits or is on its way, true when it may go
const mayLeave = async () => {
  try {
    const answer = await fetch("/", { method: "HEAD", redirect: "manual", headers: { "X-Requested-With": "fetch" } });
    if (answer.status === 401) document.dispatchEvent(new Event("signed-out"));
    return answer.status !== 401;
  } catch {
    document.dispatchEvent(new Event("unreachable"));
    return false;
  }
};
document.addEventListener("submit", async (event) => {
  const form = event.target;
  // What is sent by script stays by itself; on a page that nobody is signed in on nobody can have been signed out.
  if (event.defaultPrevented || form.getAttribute("method") !== "post" || !document.body.dataset.who) return;
  if (asked.get(form)) leaving = true;
  else event.preventDefault();
  if (asked.has(form)) return asked.set(form, false);
  asked.set(form, false);
  if (!(await mayLeave())) return asked.delete(form);
  asked.set(form, true);
  form.requestSubmit(event.submitter);
  // On its way until another page stands here; one whose answer is a file, or none, can be sent again.
  setTimeout(() => asked.delete(form), 10_000);
});
// A form sent by script leaves the page only if the answer sends it on: known before it is followed.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  leaving = Boolean(event.detail.xhr?.getResponseHeader("HX-Redirect"));
});
document.addEventListener("htmx:afterSettle", remember);

// New words after a save are unsaved again.
document.addEventListener("input", (event) => {
  const place = event.target.closest("form[data-unsaved]")?.querySelector("[data-draft-state]");
  if (place?.dataset.state === "saved") place.dataset.state = "typing";
});

addEventListener("beforeunload", (event) => { if (!leaving && [...guarded()].some(unsaved)) event.preventDefault(); });
addEventListener("pageshow", () => { leaving = false; asked = new WeakMap(); });

// The sign-in ran out in the middle of something: the words stay, and the way back opens in a window beside them.
// Back here, the form gets the token of the new sign-in, so that it can be sent as it stands; but only if it is the same
// person. The house is asked at an address that shows nobody but the one who asks.
const notice = (id, shown) => { document.getElementById(id).hidden = !shown; };
let out = false;
const takeUp = async () => {
  const answer = await fetch("/konto/", { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  const same = page.body.dataset.who === document.body.dataset.who;
  notice("another", !same);
  if (!same || !fresh) return false;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
  out = false;
  notice("signed-out", false);
  document.dispatchEvent(new Event("signed-in"));
  return true;
};
document.addEventListener("signed-out", async (event) => {
  out = true;
  notice("signed-out", true);
  // Signed in again in another window already: it can be sent again at once. A draft is, by itself and in silence.
  if (await takeUp() && event.detail !== "draft") document.dispatchEvent(new Event("send-again"));
});
addEventListener("focus", () => { if (out) takeUp(); });

remember();
