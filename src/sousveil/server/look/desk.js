// The desk works without this. With it: news of the build, keys for pairs of cameras, selected words into a claim.
"use strict";
(() => {
  const news = document.getElementById("news");
  let unsaved = false;
  for (const form of document.querySelectorAll("form[data-guarded]")) {
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", () => { unsaved = false; });
  }
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // The page holds the words; why a build was refused is in English.
  const tell = ({ state, words }) => {
    const why = document.createElement("span");
    why.lang = "en";
    why.textContent = words;
    news.replaceChildren(news.dataset[state] ?? "", ...(words ? [" ", why] : []));
  };
  let first = true;
  const source = new EventSource("/desk/news");
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (!first || told.state === "refused" || told.state === "failed") tell(told);
    document.body.dataset.news = told.number;
    first = false;
  };
  addEventListener("pagehide", () => source.close());

  document.getElementById("summary")?.focus();

  for (const pick of document.querySelectorAll(".pick")) {
    const from = pick.querySelector("input");
    const into = document.getElementById(pick.querySelector("button").dataset.into);
    pick.hidden = false;
    pick.querySelector("button").addEventListener("click", () => {
      const lines = into.value.split("\n").map((line) => line.trim()).filter(Boolean);
      if (from.value && !lines.includes(from.value)) into.value = [...lines, from.value].join("\n");
      from.value = "";
      unsaved = true;
    });
  }

  const keyed = new Map([...document.querySelectorAll("[data-key]")].map((node) => [node.dataset.key, node]));
  const on = document.getElementById("keys-on");
  if (on && keyed.size) {
    on.checked = localStorage.getItem("keys") !== "off";
    on.closest("p").hidden = false;
    on.addEventListener("change", () => localStorage.setItem("keys", on.checked ? "on" : "off"));
    addEventListener("keydown", (event) => {
      if (!on.checked || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
      // Of a keyboard with other letters, the key that stands where this letter does.
      const pressed = /^[a-z]$/i.test(event.key) ? event.key : event.code.replace("Key", "");
      const node = keyed.get(pressed.toLowerCase());
      if (node) { event.preventDefault(); node.click(); }
    });
  }

  const passage = document.querySelector(".passage");
  const chosen = document.getElementById("chosen");
  if (passage && chosen) {
    const stated = chosen.querySelector("[name=stated]");
    const locator = chosen.querySelector("[name=locator]");
    const shown = chosen.querySelector("q");
    const choose = () => {
      const selection = getSelection();
      if (!selection.rangeCount || selection.isCollapsed) return;
      const start = selection.getRangeAt(0).startContainer.parentElement?.closest("[data-locator]");
      const text = selection.toString().replace(/\s+/g, " ").trim();
      if (!start || !text || !passage.contains(start)) return;
      stated.value = text;
      locator.value = start.dataset.locator;
      shown.textContent = text;
      chosen.hidden = false;
    };
    document.addEventListener("selectionchange", choose);
    choose();
  }
})();
