// A plain script, because a module cannot be loaded from a file: it loads the map, or says why there is a drawing.
// It stands in the head, so that the drawing, which may be large, is not fetched where the map takes its place.

const root = document.documentElement;
const moves = location.protocol !== "file:";
if (moves) root.classList.add("moving");
document.addEventListener("DOMContentLoaded", () => {
  const why = document.getElementById("why-drawn");
  const script = document.getElementById("map-data")?.dataset["script"];
  if (!moves) {
    if (why) why.textContent = why.dataset["file"] ?? "";
    return;
  }
  import(/* @vite-ignore */ new URL(script ?? "", document.baseURI).href).catch(() => {
    root.classList.remove("moving");
    if (why) why.textContent = why.dataset["failed"] ?? "";
  });
});
