// Puts the keyboard where the eye should go: on an error summary, on the heading of what was swapped in.
// Says in the status region when a request failed. The page works without this file.

const target = (root) => root.querySelector("[data-focus]");

const move = (root) => {
  const found = target(root);
  if (found) found.focus();
};

const say = (text) => {
  const region = document.getElementById("messages");
  if (!region) return;
  const line = document.createElement("p");
  line.className = "error";
  line.textContent = text;
  region.replaceChildren(line);
  region.scrollIntoView({ block: "nearest" });
};

// A link in the summary leads into the control itself, also when the control is a group.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  control.focus();
  control.closest(".field")?.scrollIntoView({ block: "center" });
});

// A second Escape-free way out of the open menu: choose elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Ctrl+Enter saves the form one stands in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest?.("form")?.requestSubmit();
});

document.addEventListener("htmx:afterSettle", (event) => move(event.detail.elt));
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (event.detail.xhr?.status === 401) document.dispatchEvent(new Event("signed-out"));
    else say(document.body.dataset.failed);
  });
}

document.addEventListener("unreachable", () => say(document.body.dataset.failed));
document.addEventListener("send-again", () => say(document.body.dataset.again));

move(document);
