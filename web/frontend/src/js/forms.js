/* Forms: one sending only, the way from the error summary to the field, characters left, drafts kept by themselves. */
const DRAFT_AFTER_MS = 5000;

const summary = document.querySelector(".error-summary");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const target = document.getElementById(event.target.closest("a")?.hash.slice(1) || "");
  if (!target) return;
  event.preventDefault();
  (target.closest(".question") || target).scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
});

/* a page brought back by the browser's back button may send again */
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("button").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

document.addEventListener("input", (event) => {
  const { most } = event.target.dataset;
  if (most) showLeft(event.target, Number(most));
});

/** Say how many characters are left once four fifths are used up. */
function showLeft(input, most) {
  const left = most - [...input.value].length;
  let line = input.parentElement.querySelector(":scope > .left-over");
  if (!line) {
    line = document.createElement("p");
    line.className = "left-over";
    line.setAttribute("aria-live", "polite");
    input.after(line);
  }
  line.textContent = left > most / 5 ? "" : left >= 0 ? `${left} / ${most}` : `${left}`;
}

const drafted = document.querySelector("form[data-draft]");
let waiting = null;
drafted?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keepDraft, DRAFT_AFTER_MS);
});
drafted?.addEventListener("submit", () => clearTimeout(waiting));

async function keepDraft() {
  const state = drafted.querySelector("[data-draft-state]");
  const body = new FormData(drafted);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  try {
    const answer = await fetch(drafted.dataset.draft, { method: "POST", body, credentials: "same-origin", redirect: "error" });
    tell(state, answer.ok);
  } catch {
    tell(state, false); /* offline, or signed out: the next pause in typing tries again */
  }
}

/** Say beside the buttons whether the draft was kept. */
function tell(state, kept) {
  if (!state) return;
  state.textContent = kept ? state.dataset.kept : state.dataset.notKept;
  state.classList.toggle("not-kept", !kept);
}
