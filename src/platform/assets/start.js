// Switches on what the form kit adds for browsers with scripts: no double click, focus on the error summary.
import { initAll } from "./kit.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// Loaded only where a page asks for a part of itself again: a talk under way.
if (document.querySelector("[hx-get]")) await import("./htmx.js");
