// Completes what is typed into a search box; without this script the box works as it stands.
"use strict";

const PAUSE = 120;

for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `${box.id}-suggestions`;
  box.after(list);
  box.setAttribute("list", list.id);
  let timer = 0;
  let asking = null;
  let addresses = new Map();

  const show = ([typed, texts, notes, urls]) => {
    if (typed !== box.value) return;
    addresses = new Map(texts.map((text, index) => [text, notes[index] === "word" ? "" : urls[index]]));
    list.replaceChildren(
      ...texts.map((text, index) => {
        const option = document.createElement("option");
        option.value = text;
        option.label = notes[index] === "word" ? text : `${text} (${notes[index]})`;
        return option;
      }),
    );
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const reply = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(box.value)}`, {
        signal: asking.signal,
      });
      if (reply.ok) show(await reply.json());
    } catch {
      // No suggestions are no fault: another letter was typed, or the network is gone.
    }
  };

  box.addEventListener("input", (event) => {
    clearTimeout(timer);
    const chosen = !event.inputType || event.inputType === "insertReplacementText";
    if (chosen && addresses.get(box.value)) {
      location.assign(addresses.get(box.value));
    } else if (box.value.trim()) {
      timer = setTimeout(ask, PAUSE);
    }
  });
}
