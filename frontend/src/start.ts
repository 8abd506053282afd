// A plain script, because a module cannot be loaded from a file: it loads the map, or says why there is a drawing.

const data = document.getElementById("map-data");
const why = document.getElementById("why-drawn");
const script = data?.dataset["script"];
if (location.protocol === "file:") {
  if (why) why.textContent = why.dataset["file"] ?? "";
} else if (script) {
  document.documentElement.classList.add("moving");
  import(/* @vite-ignore */ new URL(script, document.baseURI).href).catch(() => {
    document.documentElement.classList.remove("moving");
    if (why) why.textContent = why.dataset["failed"] ?? "";
  });
}
