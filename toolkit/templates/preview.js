// Loads the page again when the project on disk has changed. The browser keeps the place on the page.
"use strict";
(() => {
  const own = document.documentElement.dataset.oslerVersion;
  const state = document.querySelector(".osler-state");
  const say = (text) => { if (state) state.textContent = text; };
  const source = new EventSource("/-/changes");
  source.addEventListener("version", (event) => {
    if (event.data === own) {
      say("up to date");
    } else {
      source.close();
      location.reload();
    }
  });
  source.addEventListener("checking", () => say("checking …"));
  source.addEventListener("error", () => say("not connected: osler preview has ended"));
  window.addEventListener("pagehide", () => source.close());
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
