// What the pages gain with script: nothing here is needed to read or to judge.
"use strict";

// Keys: / to the search, j and k through a list, ? for the list of keys (title of the search field).
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const stops = () => [...document.querySelectorAll("main .row .head, main .pair h2 a, main .list th[scope=row] a")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("find").focus();
  } else if (event.key === "j" || event.key === "k") {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    const next = all[event.key === "j" ? at + 1 : at - 1];
    if (next) next.focus();
  }
});
document.getElementById("find").title = "Keys: / to search, j and k through a list";

// A statement lights up in the text and in the margin together.
const light = (number, on) => {
  document.querySelectorAll(`.of-${number}, [data-of="${number}"]`).forEach((one) => one.classList.toggle("lit", on));
};
document.querySelectorAll("[data-of]").forEach((one) => {
  const number = one.dataset.of;
  if (!/^\d+$/.test(number)) return;
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]])
    one.addEventListener(event, () => light(number, on));
});

// A filter answers while one types: the same page is fetched and its main part exchanged.
let waiting;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => refresh(form, event.target), 200);
});
async function refresh(form, field) {
  const query = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...query]) if (!value) query.delete(name);
  const address = `${form.getAttribute("action")}?${query}`;
  const answer = await fetch(address);
  if (!answer.ok || field.form !== form || !form.isConnected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  // The form stays, and the cursor in it; what follows the form is exchanged.
  const old = document.getElementById("results"), found = fresh.getElementById("results");
  if (!old || !found) return;
  old.replaceWith(document.adoptNode(found));
  document.title = fresh.title;
  history.replaceState(null, "", address);
}
