// Switches on what the form kit adds for browsers with scripts: no double click, focus on the error summary.
import { initAll } from "./kit.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
