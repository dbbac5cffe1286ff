// Completes what is typed into a search box, as a combobox with a list below it (ARIA 1.2).
// Without this script the box works as it stands.
"use strict";

for (const box of document.querySelectorAll("input[data-suggest]")) {
  const PAUSE = 120;
  const list = document.createElement("ul");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const frame = document.createElement("span");
  frame.className = "suggesting";
  // A box that is moved loses the focus of whoever began to type before this script had come.
  const isTypedInto = document.activeElement === box;
  box.before(frame);
  frame.append(box, list);
  if (isTypedInto) box.focus();
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) {
    box.setAttribute(name, value);
  }
  let timer = 0;
  let asking = null;
  let current = -1;

  const mark = (number) => {
    current = number;
    [...list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === current));
    });
    if (current < 0) {
      box.removeAttribute("aria-activedescendant");
    } else {
      box.setAttribute("aria-activedescendant", list.children[current].id);
      list.children[current].scrollIntoView({ block: "nearest" });
    }
  };

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    mark(-1);
  };

  // A name leads to what is filed under it, a word to the search for it; a box among others is only filled.
  const choose = (option) => {
    box.value = option.dataset.text;
    close();
    if (box.hasAttribute("data-words")) return;
    if (option.dataset.url) location.assign(option.dataset.url);
    else box.form.requestSubmit();
  };

  const show = ([typed, texts, notes, urls]) => {
    if (typed !== box.value || document.activeElement !== box) return;
    const options = texts.map((text, index) => {
      const option = document.createElement("li");
      const isWord = notes[index] === "word";
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = text;
      option.dataset.url = isWord ? "" : urls[index];
      option.append(text);
      if (!isWord) {
        const note = document.createElement("span");
        note.className = "note";
        note.textContent = ` ${notes[index]}`;
        option.append(note);
      }
      return option;
    });
    // What was walked to stays marked when the answer for the last letters comes.
    const marked = list.children[current]?.dataset.text;
    list.replaceChildren(...options);
    mark(texts.indexOf(marked));
    list.hidden = !options.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
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

  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (box.value.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  });
  box.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && !count && box.value.trim()) {
      ask();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      // One place beside the options is the box itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(((current + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && current >= 0 && count) {
      event.preventDefault();
      choose(list.children[current]);
    }
  });
  box.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}
