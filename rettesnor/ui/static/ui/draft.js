// The server keeps what has been typed, so that nothing is lost when the phone is put down or the session ends.
// <form data-draft-url="…"> with <input type="hidden" name="draft"> and, if wanted, <output data-draft-state>.
// data-saved / data-lost hold the words. Nothing is stored in the browser.

const PAUSE = 1500;

const words = (form, name, otherwise) => form.dataset[name] || otherwise;

const show = (form, state, text) => {
  const place = form.querySelector("[data-draft-state]");
  if (!place) return;
  place.dataset.state = state;
  place.textContent = text;
};

const typed = (body) => new URLSearchParams(body).toString();

const watch = (form) => {
  let timer = 0;
  let last = typed(new FormData(form));
  let queue = Promise.resolve();

  const save = async () => {
    clearTimeout(timer);
    const body = new FormData(form);
    if (typed(body) === last) return;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken") || "", "X-Requested-With": "fetch" },
        redirect: "error",
        keepalive: true,
      });
      if (answer.status === 401) document.dispatchEvent(new CustomEvent("signed-out", { detail: "draft" }));
      if (!answer.ok) throw new Error(answer.status);
      const code = answer.headers.get("X-Draft");
      const hidden = form.elements.namedItem("draft");
      if (code && hidden) {
        hidden.value = code;
        body.set("draft", code);
      }
      last = typed(body);
      // Words typed while these were on their way are not kept yet; they wait for their own turn.
      if (typed(new FormData(form)) !== last) return;
      const time = new Date().toLocaleTimeString("da-DK", {
        hour: "2-digit",
        minute: "2-digit",
        timeZone: "Europe/Copenhagen",
      });
      show(form, "saved", `${words(form, "saved", "Gemt")} ${time}`);
    } catch {
      show(form, "lost", words(form, "lost", "Ikke gemt – din tekst står her stadig"));
    }
  };
  // One at a time: the first answer brings the code that the next one must carry.
  const soon = () => { queue = queue.then(save); };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(soon, PAUSE);
  });
  form.addEventListener("focusout", soon);
  document.addEventListener("signed-in", soon);
};

for (const form of document.querySelectorAll("form[data-draft-url]")) watch(form);
