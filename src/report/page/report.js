// The page is whole without this: it adds the order by confidence and shows a link's other end.
(() => {
  const list = document.querySelector(".beads");
  const inText = Array.from(list.children);
  const button = document.getElementById("weakest");
  button.hidden = false;
  button.addEventListener("click", () => {
    const weakest = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(weakest));
    const rows = Array.from(inText);
    if (weakest) rows.sort((a, b) => a.dataset.c - b.dataset.c);
    list.replaceChildren(...rows);
  });

  let shown = [];
  const show = (marks) => {
    for (const mark of shown) mark.classList.remove("pair");
    for (const mark of marks) mark.classList.add("pair");
    shown = marks;
  };
  list.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("mark");
    if (!mark) return show([]);
    const ends = mark.closest(".bead").querySelectorAll(`mark[data-l="${mark.dataset.l}"]`);
    show(Array.from(ends));
  });
  list.addEventListener("pointerleave", () => show([]));
})();
