// Puts each note beside the words that it is about, and loads the page again when the project on disk
// has changed (the browser keeps the place on the page).
"use strict";
(() => {
  const main = document.querySelector(".osler-annotated main");
  const notes = main ? [...main.querySelectorAll(".osler-note")] : [];
  const marks = new Map();
  for (const mark of document.querySelectorAll("[data-osler-notes]")) {
    for (const number of mark.dataset.oslerNotes.split(" ")) {
      if (!marks.has(number)) marks.set(number, mark);
    }
  }
  const arrange = () => {
    for (const note of notes) note.style.top = "";
    if (main) main.style.minHeight = "";
    if (!notes.length || getComputedStyle(notes[0]).position !== "absolute") return;
    const above = main.getBoundingClientRect().top;
    const places = notes.map((note) => {
      const mark = marks.get(note.dataset.oslerNote) ?? note.parentElement;
      return [note, mark.getClientRects()[0]?.top ?? mark.getBoundingClientRect().top];
    });
    places.sort((one, other) => one[1] - other[1]);
    let free = 0;
    for (const [note, top] of places) {
      const place = Math.max(top - above - 4, free);
      note.style.top = `${place}px`;
      free = place + note.offsetHeight + 10;
    }
    main.style.minHeight = `${free}px`;
  };
  arrange();
  window.addEventListener("resize", arrange);
  document.fonts?.ready.then(arrange);
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
