"use strict";
// The page of a long article marks some words only when its address asks for them.
function mark() {
  const words = /^#s-([\w-]+-\d+-\d+)$/.exec(location.hash);
  const asked = words && `?words=${words[1]}`;
  if (asked && asked !== location.search && !document.getElementById(location.hash.slice(1))) {
    location.replace(asked + location.hash);
  }
}
addEventListener("hashchange", mark);
mark();
