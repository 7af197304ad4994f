/* What every page loads: htmx for partial updates and the Bootstrap behaviours in use. */
import "htmx.org";
import "bootstrap/js/dist/collapse.js";
import "bootstrap/js/dist/dropdown.js";
