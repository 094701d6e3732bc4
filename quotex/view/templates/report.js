// Search, filters, the list, the speakers and the chart. `data` holds a row a quotation; a row's place in it is the number
// that its marks and its note bear.
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const quotes = data.quotes.map(([id, article, type, mode, speakers, text, sure, by], number) =>
  ({ id, article, type, mode, speakers, text, sure, by, number, plain: text.toLowerCase() }));
const TYPES = ["direct", "mixed", "indirect"];
const FIRST_SPEAKERS = 25, CARDS = 60;
const everything = () => ({ text: "", speakers: new Set(), types: new Set(TYPES), mode: "", sure: 0, period: "" });
let state = everything();
let matching = quotes;
let allSpeakers = false;

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// Periods: days, months or years, whichever gives a readable number of columns.
const days = data.articles.map((article) => article.date).filter(Boolean).sort();
const span = days.length ? (Date.parse(days.at(-1)) - Date.parse(days[0])) / 864e5 : 0;
const width = span <= 45 ? 10 : span <= 1500 ? 7 : 4;
const periodOf = (quote) => data.articles[quote.article].date.slice(0, width);

const FITS = {
  text: (q) => !state.text || q.plain.includes(state.text),
  speakers: (q) => !state.speakers.size || q.speakers.some((speaker) => state.speakers.has(speaker)),
  types: (q) => state.types.has(q.type),
  mode: (q) => !state.mode || q.mode === state.mode,
  sure: (q) => q.sure >= state.sure,
  period: (q) => !state.period || periodOf(q) === state.period,
};

function fitting(except) {
  const tests = Object.entries(FITS).filter(([name]) => name !== except).map(([, test]) => test);
  return quotes.filter((q) => tests.every((test) => test(q)));
}

function update() {
  matching = fitting();
  const filtered = matching.length < quotes.length;
  $("found").textContent = `${matching.length.toLocaleString("en")}${filtered ? ` of ${quotes.length.toLocaleString("en")}` : ""} quotation${quotes.length === 1 ? "" : "s"}`;
  $("nothing").hidden = matching.length > 0 || !filtered;
  showArticles(filtered);
  showSpeakers();
  showColumns();
  if (!$("list").hidden) showCards();
}

const sheets = [...document.querySelectorAll("#articles > .reading")];
let shown = quotes.map(() => true);

function showArticles(filtered) {
  dim();
  const now = quotes.map(() => false);
  for (const quote of matching) now[quote.number] = true;
  const changed = new Set();
  now.forEach((on, number) => { if (on !== shown[number]) changed.add(quotes[number].article); });
  shown = now;
  for (const index of changed) {
    for (const part of sheets[index].querySelectorAll("[data-q]")) {
      part.classList.toggle("off", !numbersOf(part).some((number) => now[number]));
    }
  }
  const withSome = new Set(matching.map((quote) => quote.article));
  sheets.forEach((sheet, index) => { sheet.hidden = filtered && !withSome.has(index); });
}

function showSpeakers() {
  const tallies = new Map();
  for (const quote of fitting("speakers")) {
    for (const speaker of quote.speakers) {
      if (!tallies.has(speaker)) tallies.set(speaker, { speaker, all: 0, direct: 0, mixed: 0, indirect: 0 });
      tallies.get(speaker).all++;
      tallies.get(speaker)[quote.type]++;
    }
  }
  for (const speaker of state.speakers) if (!tallies.has(speaker)) tallies.set(speaker, { speaker, all: 0 });
  const name = $("who").value.trim().toLowerCase();
  const rows = [...tallies.values()].filter((row) => data.speakers[row.speaker].name.toLowerCase().includes(name));
  rows.sort((a, b) => state.speakers.has(b.speaker) - state.speakers.has(a.speaker) || b.all - a.all || a.speaker - b.speaker);
  const most = Math.max(1, ...rows.map((row) => row.all));
  $("speakers").replaceChildren(...rows.slice(0, allSpeakers ? undefined : FIRST_SPEAKERS).map((row) => speakerRow(row, most)));
  $("more-speakers").hidden = allSpeakers || rows.length <= FIRST_SPEAKERS;
  $("more-speakers").textContent = `Show all ${rows.length.toLocaleString("en")}`;
}

function speakerRow(row, most) {
  const bars = make("span", "bars");
  for (const type of TYPES.filter((type) => row[type])) {
    const bar = make("i", type);
    bar.style.width = `${(100 * row[type]) / most}%`;
    bars.append(bar);
  }
  const button = make("button", "", make("span", "name", data.speakers[row.speaker].name), make("span", "count", String(row.all)), bars);
  button.type = "button";
  button.dataset.speaker = row.speaker;
  button.setAttribute("aria-pressed", state.speakers.has(row.speaker));
  button.title = TYPES.filter((type) => row[type]).map((type) => `${row[type]} ${type}`).join(", ");
  return make("li", "", button);
}

function periods() {
  const next = { 10: (d) => d.setUTCDate(d.getUTCDate() + 1), 7: (d) => d.setUTCMonth(d.getUTCMonth() + 1), 4: (d) => d.setUTCFullYear(d.getUTCFullYear() + 1) }[width];
  const all = [];
  const last = days.at(-1).slice(0, width);
  for (const day = new Date(days[0].slice(0, width)); all.at(-1) !== last; next(day)) all.push(day.toISOString().slice(0, width));
  return all;
}

function showColumns() {
  $("times").hidden = days.length < 2 || !span;
  if ($("times").hidden) return;
  const counts = new Map(periods().map((period) => [period, 0]));
  for (const quote of fitting("period")) if (periodOf(quote)) counts.set(periodOf(quote), counts.get(periodOf(quote)) + 1);
  const most = Math.max(1, ...counts.values());
  $("columns").replaceChildren(...[...counts].map(([period, count]) => {
    const column = make("i");
    column.style.height = `${(100 * count) / most}%`;
    const button = make("button", "", column);
    button.type = "button";
    button.dataset.period = period;
    button.title = `${period}: ${count}`;
    button.setAttribute("aria-label", button.title);
    button.setAttribute("aria-pressed", state.period === period);
    return button;
  }));
  const ends = make("p", "ends", make("span", "", periods()[0]), make("span", "", state.period), make("span", "", periods().at(-1)));
  $("times").querySelector(".ends")?.remove();
  $("times").append(ends);
}

// The list, a stretch at a time as the reader scrolls.
let cards = [];

function showCards() {
  const order = { text: () => 0, unsure: (a, b) => a.sure - b.sure, sure: (a, b) => b.sure - a.sure }[$("order").value];
  cards = [...matching].sort(order);
  $("cards").replaceChildren();
  addCards();
}

function addCards(count = CARDS) {
  const from = $("cards").children.length;
  $("cards").append(...cards.slice(from, from + count).map(card));
}

function card(quote) {
  const said = make("a", "said", quote.text);
  said.href = `#quote:${encodeURIComponent(quote.id)}`;
  said.dataset.go = quote.number;
  const names = quote.speakers.map((speaker) => data.speakers[speaker].name).join(", ");
  const who = names ? make("b", "", names) : make("i", "", quote.by || "nobody named");
  const facts = [`${quote.type}${quote.mode === "thought" ? ", thought" : ""}`, `${quote.sure}%`, data.articles[quote.article].id, data.articles[quote.article].date];
  return make("li", "card", said, make("p", "by", who, ...facts.filter(Boolean).map((fact) => make("span", "", fact))));
}

new IntersectionObserver(([entry]) => { if (entry.isIntersecting) addCards(); }, { rootMargin: "800px" }).observe($("list-end"));

function view(list) {
  $("list").hidden = !list;
  $("articles").hidden = list;
  $("as-list").setAttribute("aria-pressed", list);
  $("as-text").setAttribute("aria-pressed", !list);
  if (list) showCards();
}

// A quotation in its place. One that the filters hide clears them: whoever follows a link wants to see it.
function show(number) {
  if (!shown[number]) { state = everything(); fill(); update(); }
  view(false);
  goTo(sheets[quotes[number].article].querySelector(`.note[data-q="${number}"]`));
}

let current = -1;
function step(by) {
  if (!matching.length) return;
  const note = document.activeElement.closest(".note");
  const at = note ? matching.findIndex((quote) => quote.number === Number(note.dataset.q)) : current;
  current = Math.max(0, Math.min(matching.length - 1, at + by));
  if ($("list").hidden) return show(matching[current].number);
  while ($("cards").children.length <= current) addCards();
  const chosen = $("cards").children[current];
  chosen.firstElementChild.focus({ preventScroll: true });
  chosen.scrollIntoView({ block: "center" });
}

// The address: "#quote:ID" is a quotation, anything else filters.
function toHash() {
  const params = new URLSearchParams();
  if (state.text) params.set("text", state.text);
  for (const speaker of state.speakers) params.append("speaker", data.speakers[speaker].name);
  if (state.types.size < TYPES.length) for (const type of TYPES) if (state.types.has(type)) params.append("type", type);
  if (!state.types.size) params.set("type", "none");
  if (state.mode) params.set("mode", state.mode);
  if (state.sure) params.set("confidence", state.sure);
  if (state.period) params.set("period", state.period);
  if (!$("list").hidden) params.set("view", "list");
  history.replaceState(null, "", `#${params}`);
}

function fromHash() {
  const hash = location.hash.slice(1);
  const target = /^(quote|article):/.test(hash) && document.getElementById(safeDecode(hash));
  if (target) {
    const note = target.closest(".note");
    if (note) return show(Number(note.dataset.q));
    view(false);
    return target.scrollIntoView();
  }
  const params = new URLSearchParams(hash);
  const named = new Set(params.getAll("speaker"));
  state = everything();
  state.text = (params.get("text") ?? "").toLowerCase();
  data.speakers.forEach((speaker, index) => { if (named.has(speaker.name)) state.speakers.add(index); });
  if (params.has("type")) state.types = new Set(TYPES.filter((type) => params.getAll("type").includes(type)));
  state.mode = ["speech", "thought"].find((mode) => mode === params.get("mode")) ?? "";
  state.sure = Math.min(100, Math.max(0, Number(params.get("confidence")) || 0));
  state.period = params.get("period") ?? "";
  fill();
  view(params.get("view") === "list");
  update();
}

function safeDecode(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

// The form shows the state, and gives it.
function fill() {
  $("search").value = state.text;
  $("sure").value = state.sure;
  $("sure-at").textContent = `${state.sure}%`;
  for (const box of $("filters").elements.type) box.checked = state.types.has(box.value);
  $("filters").elements.mode.value = state.mode;
}

function change() { update(); toHash(); }

$("filters").addEventListener("input", () => {
  state.text = $("search").value.trim().toLowerCase();
  state.sure = Number($("sure").value);
  $("sure-at").textContent = `${state.sure}%`;
  state.types = new Set([...$("filters").elements.type].filter((box) => box.checked).map((box) => box.value));
  state.mode = $("filters").elements.mode.value;
  change();
});
$("filters").addEventListener("submit", (event) => event.preventDefault());
function clearFilters() { state = everything(); $("who").value = ""; fill(); change(); }
$("filters").addEventListener("reset", (event) => { event.preventDefault(); clearFilters(); });
$("who").addEventListener("input", showSpeakers);
$("order").addEventListener("change", showCards);
$("more-speakers").addEventListener("click", () => { allSpeakers = true; showSpeakers(); });
$("as-list").addEventListener("click", () => { view(true); toHash(); });
$("as-text").addEventListener("click", () => { view(false); toHash(); });
$("speakers").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const speaker = Number(button.dataset.speaker);
  if (!state.speakers.delete(speaker)) state.speakers.add(speaker);
  change();
  $("speakers").querySelector(`[data-speaker="${speaker}"]`)?.focus();
});
$("columns").addEventListener("click", (event) => {
  const period = event.target.closest("button")?.dataset.period;
  if (!period) return;
  state.period = state.period === period ? "" : period;
  change();
  $("columns").querySelector(`[data-period="${period}"]`)?.focus();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-go], .note a");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show(Number(link.dataset.go ?? link.parentElement.dataset.q));
});
const KEYS = { "/": () => { $("fold").open = true; $("search").focus(); }, j: () => step(1), k: () => step(-1), v: () => { view($("list").hidden); toHash(); }, Escape: clearFilters };
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox" && event.target.type !== "radio";
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape") || !(event.key in KEYS)) return;
  event.preventDefault();
  if (typing) event.target.blur();
  KEYS[event.key]();
});
addEventListener("hashchange", fromHash);
addEventListener("beforeprint", () => { if (!$("list").hidden) addCards(cards.length); });
if (matchMedia("(max-width: 64rem)").matches) $("fold").open = false;
addEventListener("load", fromHash);  // not before: following the address, the browser takes the focus away
