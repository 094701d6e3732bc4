"use strict";
// Lights up the parts of a quotation and shows its speaker, wherever an article is shown. Data reaches the page as text
// nodes only: no innerHTML, which the page's policy forbids.
const tip = document.getElementById("tip");
const numbersOf = (element) => element.dataset.q.split(" ");
const partsOf = (article, number) => article.querySelectorAll(`[data-q~="${number}"]`);
let lit = [];

function dim() {
  for (const part of lit) part.classList.remove("lit");
  lit = [];
  tip.hidden = true;
}

function lightUp(element) {
  dim();
  const article = element.closest(".reading");
  for (const number of numbersOf(element)) lit.push(...partsOf(article, number));
  lit = lit.filter((part) => !part.classList.contains("off"));
  for (const part of lit) part.classList.add("lit");
}

function showTip(element, x) {
  const notes = lit.filter((part) => part.classList.contains("note"));
  if (!notes.length) return;
  tip.replaceChildren(...notes.map((note) => {
    const line = document.createElement("p");
    line.append(...note.firstElementChild.cloneNode(true).childNodes);
    return line;
  }));
  tip.hidden = false;
  const box = element.getClientRects()[0];
  tip.style.left = `${Math.max(8, Math.min(x, innerWidth - tip.offsetWidth - 8)) + scrollX}px`;
  tip.style.top = `${box.top + scrollY - tip.offsetHeight - 8}px`;
}

const marked = (event) => event.target.closest?.(".reading [data-q]:not(.off)");

// What has the focus stays lit while the pointer rests elsewhere: a link followed moves the page under the pointer.
document.addEventListener("mouseover", (event) => {
  const element = marked(event);
  const focused = document.activeElement.closest(".note");
  if (!element) return focused ? lightUp(focused) : dim();
  lightUp(element);
  if (element.classList.contains("part")) showTip(element, event.clientX);
});
document.addEventListener("focusin", (event) => {
  const element = marked(event);
  if (element) lightUp(element);
});
document.addEventListener("focusout", dim);
document.addEventListener("click", (event) => {  // a finger does not hover
  const element = marked(event);
  if (!element?.classList.contains("part")) return;
  lightUp(element);
  showTip(element, event.clientX);
});

// The place of a quotation: its first part in the text, else its note. Its note takes the focus.
function goTo(note) {
  const number = numbersOf(note)[0];
  const place = note.closest(".reading").querySelector(`.part.content[data-q~="${number}"]`) ?? note;
  const centre = () => place.scrollIntoView({ block: "center" });
  let frames = 20;
  const settle = () => {  // articles that were not laid out yet get their true heights now, some frames after each other
    const { top, bottom } = place.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) centre();
    if (--frames) requestAnimationFrame(settle);
  };
  centre();
  note.firstElementChild.focus({ preventScroll: true });
  requestAnimationFrame(() => { centre(); settle(); });
}
