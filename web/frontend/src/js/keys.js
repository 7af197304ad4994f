/* Keys for lists: j and k move, Enter opens, c claims, / searches, ? explains. */
let at = -1;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") return search(event);
  if (event.key === "?") return document.getElementById("keys")?.showModal();
  const rows = [...document.querySelectorAll("[data-list] [data-row]")];
  if (!rows.length) return;
  if (event.key === "j") move(rows, 1);
  else if (event.key === "k") move(rows, -1);
  else if (event.key === "c") current(rows)?.querySelector("[data-claim]")?.click();
});

document.querySelector("#keys [data-close]")?.addEventListener("click", () => document.getElementById("keys").close());

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

function search(event) {
  const field = document.querySelector("[data-key='/']");
  if (!field) return;
  event.preventDefault();
  field.focus();
}

function current(rows) {
  return rows.find((row) => row.contains(document.activeElement));
}

function move(rows, step) {
  const now = rows.indexOf(current(rows));
  at = Math.min(rows.length - 1, Math.max(0, (now < 0 ? at : now) + step));
  const link = rows[at].querySelector("[data-open]");
  link?.focus();
  rows[at].scrollIntoView({ block: "nearest" });
}
