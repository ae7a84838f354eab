// Narrows a list while one types. <input data-filter="#list"> before <ul id="list"> with links, buttons or radios.
// Arrow keys move through what is left, Enter in the input takes the first; "/" goes to the input.
// data-found="{} fundet" words the count for <output data-filter-count>. Without this file the whole list stands there.

const plain = (text) => text.toLocaleLowerCase("da").normalize("NFC").replace(/\s+/g, " ");
const REACH = "a[href], button, input:not([type='hidden'])";

const attach = (input) => {
  const list = document.querySelector(input.dataset.filter);
  const count = input.parentElement.querySelector("[data-filter-count]") || document.querySelector("[data-filter-count]");
  if (!list) return;
  const rows = () => [...list.children];
  const shown = () => rows().filter((row) => !row.hidden).map((row) => row.querySelector(REACH)).filter(Boolean);

  const narrow = () => {
    const wanted = plain(input.value).split(" ").filter(Boolean);
    for (const row of rows()) {
      const text = plain(`${row.dataset.words || ""} ${row.textContent}`);
      row.hidden = !wanted.every((word) => text.includes(word));
    }
    if (count) count.textContent = (input.dataset.found || "{}").replace("{}", shown().length);
  };

  const step = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const places = [input, ...shown()];
    const next = places[places.indexOf(document.activeElement) + by];
    event.preventDefault();
    (next || (by < 0 ? input : places.at(-1))).focus();
  };

  input.addEventListener("input", narrow);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !input.value) return;
    event.preventDefault();
    shown()[0]?.click();
  });
  input.addEventListener("keydown", step);
  list.addEventListener("keydown", step);
  narrow();
};

const known = new WeakSet();
const filters = () => [...document.querySelectorAll("input[data-filter]")];
const attachNew = () => filters().filter((one) => !known.has(one)).forEach((one) => attach(known.add(one) && one));

attachNew();
document.addEventListener("htmx:afterSettle", attachNew);
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input:not([type='radio'], [type='checkbox']), textarea, select")) return;
  // What was swapped in last is where one is working.
  const last = filters().at(-1);
  if (!last) return;
  event.preventDefault();
  last.focus();
});
