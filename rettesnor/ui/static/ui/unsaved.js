// Asks before a page with unsaved text is left. For <form data-unsaved>; a form with a draft on the server
// asks only while the last words have not reached it.

const typed = (form) => new URLSearchParams(new FormData(form)).toString();
const first = new WeakMap();
let leaving = false;

const guarded = () => document.querySelectorAll("form[data-unsaved]");

const unsaved = (form) => {
  if (!first.has(form)) return false;
  const state = form.querySelector("[data-draft-state]")?.dataset.state;
  if (form.dataset.draftUrl && state === "saved") return false;
  return typed(form) !== first.get(form);
};

const remember = () => {
  for (const form of guarded()) if (!first.has(form)) first.set(form, typed(form));
};

document.addEventListener("submit", () => { leaving = true; });
// A form sent by script leaves the page only if the answer sends it on.
document.addEventListener("htmx:afterRequest", (event) => {
  leaving = Boolean(event.detail.xhr?.getResponseHeader("HX-Redirect"));
});
document.addEventListener("htmx:afterSettle", remember);

// New words after a save are unsaved again.
document.addEventListener("input", (event) => {
  const place = event.target.closest("form[data-unsaved]")?.querySelector("[data-draft-state]");
  if (place?.dataset.state === "saved") place.dataset.state = "typing";
});

addEventListener("beforeunload", (event) => {
  if (!leaving && [...guarded()].some(unsaved)) event.preventDefault();
});
addEventListener("pageshow", () => { leaving = false; });

// The sign-in ran out in the middle of something: the words stay, and the way back opens in a window beside them.
// Back here, the form gets the token of the new sign-in, so that it can be sent as it stands.
let out = false;
document.addEventListener("signed-out", () => {
  const link = document.getElementById("signed-out");
  out = true;
  link.hidden = false;
  link.scrollIntoView({ block: "nearest" });
});
addEventListener("focus", async () => {
  if (!out) return;
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!answer.ok || !fresh) return;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
  out = false;
  document.getElementById("signed-out").hidden = true;
});

remember();
