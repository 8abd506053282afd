// On a page of the site: loads it anew when the site was built anew. What is new comes from this machine.
"use strict";
(() => {
  let seen = null;
  const news = new EventSource("/desk/news");
  news.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (seen === null) seen = told.number;
    else if (told.state === "built" && told.number !== seen) location.reload();
  };
  addEventListener("pagehide", () => news.close());
})();
