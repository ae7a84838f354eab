// The cover: Shift three times within a second and a half, or the button, lays a calm blank page over everything;
// the same brings it back. Escape is left alone: it stops loading and belongs to assistive tools.

const page = document.querySelector("[data-cover-page]");
const PRESSES = 3;
const WITHIN = 1500;
let presses = [];

const toggle = () => {
  presses = [];
  if (page.open) page.close();
  else page.showModal();
};

if (page) {
  for (const button of document.querySelectorAll("[data-cover]")) {
    button.hidden = false;
    button.addEventListener("click", toggle);
  }
  page.querySelector("[data-uncover]").addEventListener("click", toggle);
  // Escape must not uncover by accident.
  page.addEventListener("cancel", (event) => event.preventDefault());
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      // Typing capitals is not pressing Shift three times.
      presses = [];
      return;
    }
    if (event.repeat) return;
    presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
    if (presses.length >= PRESSES) toggle();
  });
}
