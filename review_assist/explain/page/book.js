"use strict";
(() => {
  const find = document.getElementById("find");
  const count = document.getElementById("count");
  const contents = document.getElementById("contents");
  const articles = [...document.querySelectorAll("article")];
  const texts = articles.map((article) =>
    `${article.dataset.entry} ${article.dataset.words || ""} ${article.textContent}`.toLowerCase());
  const items = new Map([...document.querySelectorAll("nav [data-entry]")].map((item) => [item.dataset.entry, item]));
  const narrow = matchMedia("(max-width: 52rem)");

  function show() {
    const wanted = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    articles.forEach((article, index) => {
      const fits = wanted.every((word) => texts[index].includes(word));
      article.hidden = !fits;
      items.get(article.dataset.entry).hidden = !fits;
      shown += fits ? 1 : 0;
    });
    for (const chapter of document.querySelectorAll("[data-chapter]")) {
      chapter.hidden = !chapter.querySelector("[data-entry]:not([hidden])");
    }
    for (const word of document.querySelectorAll(".words li")) {
      word.hidden = !wanted.every((part) => word.textContent.toLowerCase().includes(part));
    }
    count.value = wanted.length ? `${shown} of ${articles.length}` : "";
    if (wanted.length) contents.open = true;
  }

  function uncover() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      find.value = "";
      show();
      target.scrollIntoView();
    }
    if (target && narrow.matches) contents.open = false;
  }

  find.closest("p").hidden = false;
  contents.open = !narrow.matches;
  find.addEventListener("input", show);
  addEventListener("hashchange", uncover);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== find && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      find.focus();
    } else if (event.key === "Escape" && document.activeElement === find) {
      find.value = "";
      show();
    }
  });
})();
