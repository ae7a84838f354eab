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
document.addEventListener("htmx:afterRequest", () => { leaving = false; });
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

remember();
