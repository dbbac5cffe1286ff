// Brings the form of a comment to the foot of its article, and counts what is typed into it.
// Without this, the form has a page of its own and says how many characters it needs.
"use strict";
const countIn = (root) => {
  for (const counter of root.querySelectorAll("[data-counts]")) {
    const field = root.querySelector(`#${counter.dataset.counts}`);
    const least = Number(counter.dataset.least);
    const count = () => {
      const length = Array.from(field.value.trim()).length;
      counter.textContent = ` ${length}/${least}`;
      counter.classList.toggle("reached", length >= least);
    };
    field.addEventListener("input", count);
    count();
  }
};
const bring = async (event) => {
  const link = event.currentTarget;
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const form = document.adoptNode(page.querySelector("#comment-form"));
    link.parentElement.replaceWith(form);
    countIn(form);
    form.querySelector("input:not([type=hidden])").focus();
  } catch {
    location.assign(link.href);
  }
};
countIn(document);
for (const link of document.querySelectorAll("a[data-brings-form]")) link.addEventListener("click", bring);
