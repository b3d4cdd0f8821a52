// What links alone cannot do: both places light up, marks can be hidden, menus close.
"use strict";
globalThis.DATASETTE_ALLOW_FACET = true; // what Datasette's table.js asks for

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function light(id) {
  for (const old of document.querySelectorAll(".hot")) old.classList.remove("hot");
  const found = document.querySelectorAll(`[data-f="${CSS.escape(id)}"], [data-b="${CSS.escape(id)}"]`);
  for (const each of found) each.classList.add("hot");
  document.getElementById(`f-${id}`)?.classList.add("hot");
}

function show(target) {
  for (let at = target.parentElement; at; at = at.parentElement) {
    if (at.tagName === "DETAILS") at.open = true;
  }
  target.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-f], [data-b]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const id = link.dataset.f ?? link.dataset.b;
    const target = document.getElementById(link.dataset.f ? `b-${id}` : `f-${id}`);
    if (target) {
      event.preventDefault();
      light(id);
      show(target);
      const place = target.matches("a") ? target : document.querySelector(`a[data-f="${CSS.escape(id)}"]`);
      place?.focus({ preventScroll: true });
      history.replaceState(null, "", `#${target.id}`);
    }
  }
  for (const menu of document.querySelectorAll("details.actions-menu-links[open], details.nav-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("change", (event) => {
  const kind = event.target.dataset?.kind;
  if (kind) document.body.classList.toggle(`hide-${kind}`, !event.target.checked);
});

// From a list or the search straight to a fact: its box is shown as well.
function arrive() {
  const [, side, id] = location.hash.match(/^#([fb])-(.+)$/) ?? [];
  if (!id) return;
  light(id);
  document.getElementById(`b-${id}`)?.scrollIntoView({ block: "center" });
  const target = document.getElementById(`${side}-${id}`);
  if (target) show(target);
}
addEventListener("load", arrive);

// On a small screen Datasette's tables show a name before each value.
for (const table of document.querySelectorAll("table.rows-and-columns")) {
  const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.children].forEach((cell, at) => cell.setAttribute("data-name", names[at] ?? ""));
  }
}
