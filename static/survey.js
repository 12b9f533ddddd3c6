/* What JavaScript adds to a patient's page. Everything works without it on one's own device; a clinic tablet needs it.
   One small file a subject; each looks for its own part of the page and does nothing where there is none. */

import { guardAgainstReturn } from "./leaving.js";
import { saveAsYouGo } from "./saving.js";
import { moveWithoutHistory } from "./moving.js";
import { coverWhenIdle, leaveByItself } from "./covering.js";
import { typeCode } from "./code_pad.js";
import { takeSecretFromAddress } from "./link.js";
import { present, start } from "./offline/starting.js";
import { readAloud } from "./reading.js";

guardAgainstReturn();
takeSecretFromAddress();
typeCode();
readAloud();
const saved = saveAsYouGo();
if (document.documentElement.dataset.device === "tablet") {
  moveWithoutHistory(saved);
  const runHere = () => present.run;
  coverWhenIdle(() => (present.run ? present.run.saveNow() : saved()), runHere);
  leaveByItself();
}
document.querySelector("[data-focus]")?.focus();
start();
