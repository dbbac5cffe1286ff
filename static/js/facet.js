// Shows the matching values of a facet while a part of their name is typed. Without it the button does.
"use strict";

for (const form of document.querySelectorAll("form[data-filter]")) {
  const PAUSE = 200;
  const box = form.querySelector("input[type=search]");
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  form.append(told);
  let timer = 0;
  let asking = null;

  // What was ticked before stays ticked, in the list or behind it.
  const keep = (before, after) => {
    for (const tick of before.querySelectorAll("input[type=checkbox]:checked, input[data-kept]")) {
      const same = [...after.querySelectorAll("input[type=checkbox]")].find((each) => each.value === tick.value);
      if (same) {
        same.checked = true;
        continue;
      }
      const there = [...after.querySelectorAll("input[type=hidden]")].some(
        (each) => each.name === tick.name && each.value === tick.value,
      );
      if (there) continue;
      const held = document.createElement("input");
      held.type = "hidden";
      held.name = tick.name;
      held.value = tick.value;
      held.dataset.kept = "";
      after.append(held);
    }
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    try {
      const reply = await fetch(address, { signal: asking.signal });
      if (!reply.ok) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const before = document.getElementById(form.dataset.filter);
      const after = page.getElementById(form.dataset.filter);
      if (!after) return;
      keep(before, after);
      before.replaceWith(after);
      told.textContent = after.querySelector("h2").textContent;
      history.replaceState(null, "", address);
    } catch {
      // Another letter was typed, or the network is gone; the button still works.
    }
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  box.addEventListener("input", wait);
  // Something was typed before this script had come.
  if (box.value !== box.defaultValue) wait();
}
