/* What every page loads. Pages work without it; this makes them quicker. */
import "htmx.org";
import "./js/audit.js";
import "./js/forms.js";
import "./js/keys.js";
import "./js/menus.js";

document.querySelectorAll(".needs-script").forEach((element) => element.removeAttribute("hidden"));
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
