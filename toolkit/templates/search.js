// @ts-check
/* The search page: words and filters, asked of the index that Pagefind made of this site. It loads nothing
   from elsewhere, and puts only text into the page. */

/**
 * @typedef {Record<string, Record<string, number>>} Counts For each filter, pages by value.
 * @typedef {{title: string, url: string, anchor?: unknown}} Section
 * @typedef {{raw_url?: string, url: string, excerpt: string, meta: Record<string, string>,
 *   filters: Record<string, string[]>, sub_results: Section[]}} Found
 * @typedef {{data: () => Promise<Found>}} Result
 * @typedef {{results: Result[], filters: Counts, totalFilters: Counts}} Answer
 * @typedef {{filters: Record<string, {any: string[]}>, sort?: Record<string, string>}} Asked
 * @typedef {{
 *   options: (options: object) => Promise<void>,
 *   init: () => Promise<void>,
 *   filters: () => Promise<Counts>,
 *   search: (words: string | null, asked: Asked) => Promise<Answer>,
 * }} Pagefind
 */

const FACETS = ["Subject", "Audience", "Review status", "Year", "Language"];
const AT_ONCE = 10;
const PAUSE = 250;
const SECTIONS = 3;
const SAMPLE = 3;
const SHORT = 6;
// The title counts most; the day of the last change is shown, not searched.
const RANKING = { metaWeights: { title: 5, updated: 0 } };
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
/** @type {Record<string, string>} */
const STATES = { Approved: "approved", "Under review": "under-review", Retracted: "retracted" };

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page lacks ${id}`);
  return found;
}

const form = part("search-form", HTMLFormElement);
const words = part("search-words", HTMLInputElement);
const order = part("search-order", HTMLSelectElement);
const facets = part("search-facets", HTMLDivElement);
const reset = part("search-reset", HTMLButtonElement);
const state = part("search-state", HTMLParagraphElement);
const list = part("search-results", HTMLOListElement);
const more = part("search-more", HTMLButtonElement);

/** @type {Result[]} */
let results = [];
let shown = 0;
let turn = 0;
let timer = 0;

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** @returns {HTMLInputElement[]} */
function boxes() {
  return [...facets.querySelectorAll("input")];
}

/** @returns {Asked} */
function asked() {
  /** @type {Asked["filters"]} */
  const filters = {};
  for (const box of boxes().filter((one) => one.checked)) {
    (filters[box.name] ??= { any: [] }).any.push(box.value);
  }
  return order.value === "newest" ? { filters, sort: { date: "desc" } } : { filters };
}

/** Write what is asked into the address, so that it can be kept and sent. */
function remember() {
  const query = new URLSearchParams();
  if (words.value.trim()) query.set("q", words.value.trim());
  for (const box of boxes().filter((one) => one.checked)) query.append(box.name, box.value);
  if (order.value !== "best") query.set("order", order.value);
  const text = query.toString();
  history.replaceState(null, "", text ? `?${text}` : location.pathname);
}

function recall() {
  const query = new URLSearchParams(location.search);
  words.value = query.get("q") ?? "";
  order.value = query.get("order") === "newest" ? "newest" : "best";
  for (const box of boxes()) box.checked = query.getAll(box.name).includes(box.value);
  for (const facet of facets.querySelectorAll("details")) {
    facet.open ||= facet.querySelector("input:checked") !== null;
  }
}

/** @param {Counts} counts */
function buildFacets(counts) {
  for (const name of FACETS) {
    const values = Object.entries(counts[name] ?? {});
    if (values.length < 2) continue;
    if (name === "Year") values.sort(([a], [b]) => b.localeCompare(a));
    else values.sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
    const lines = values.map(([value, count]) => {
      const box = make("input", { type: "checkbox", name, value });
      const number = make("span", { class: "count" }, String(count));
      return make("label", { class: "choice-line" }, box, make("span", {}, value), number);
    });
    const legend = make("legend", { class: "visually-hidden" }, name);
    const facet = document.createElement("details");
    facet.className = "facet";
    facet.append(make("summary", {}, name));
    facet.append(make("fieldset", {}, legend, ...lines));
    facet.open = lines.length <= SHORT && matchMedia("(width >= 68rem)").matches;
    facets.append(facet);
  }
}

/** @param {Counts} counts */
function updateFacets(counts) {
  for (const box of boxes()) {
    const number = box.parentElement?.querySelector(".count");
    if (number) number.textContent = String(counts[box.name]?.[box.value] ?? 0);
  }
}

/**
 * The excerpt's text and its marks: nothing else of it gets into the page.
 * @param {string} markup
 * @returns {Node[]}
 */
function excerpt(markup) {
  const read = new DOMParser().parseFromString(markup, "text/html");
  const nodes = [...read.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? make("mark", {}, node.textContent ?? "") : new Text(node.textContent ?? ""),
  );
  const text = read.body.textContent ?? "";
  if (/^\p{Ll}/u.test(text)) nodes.unshift(new Text("… "));
  if (!/[.!?。]["”’)]?$/u.test(text)) nodes.push(new Text(" …"));
  return nodes;
}

/**
 * An address of the index, which begins at the site's root, as this page leads to it.
 * @param {string} address
 */
function local(address) {
  return `../${address.replace(/^\/+/, "")}`;
}

/**
 * A word as it is compared: without case, accents and punctuation.
 * @param {string} word
 */
function folded(word) {
  return word.normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/**
 * The words that a result was found by, and those of its title.
 * @param {Found} found
 * @returns {string[]}
 */
function matched(found) {
  const marks = [...new DOMParser().parseFromString(found.excerpt, "text/html").querySelectorAll("mark")];
  const texts = [...marks.map((one) => one.textContent ?? ""), ...(found.meta.title ?? "").split(/\s+/u)];
  return texts.flatMap((one) => [one, ...one.split(/[^\p{L}\p{N}]+/u)]).map(folded);
}

/** @type {Map<string, Promise<boolean>>} */
const known = new Map();

/**
 * Whether the index has a word, or one that begins like it. Where it has none, Pagefind answers with the pages
 * of the longest word that the one asked for begins with: for "insulin", all pages with "in".
 * @param {Pagefind} pagefind
 * @param {string} word
 */
async function isKnown(pagefind, word) {
  const asked = folded(word);
  const least = Math.min(asked.length, Math.max(asked.length > 4 ? 4 : 3, Math.ceil(asked.length / 2)));
  const answer = await pagefind.search(word, { filters: {} });
  const found = await Promise.all(answer.results.slice(0, SAMPLE).map((one) => one.data()));
  return found.flatMap(matched).some((one) => one.startsWith(asked.slice(0, least)));
}

/**
 * The words asked for that stand nowhere in the index. Quotations are looked up as they stand, and scripts without
 * spaces cannot be split here: neither is asked about.
 * @param {Pagefind} pagefind
 * @param {string} text
 */
async function unknownWords(pagefind, text) {
  if (/"|[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/u.test(text)) return [];
  const asked = text.split(/\s+/u).filter((word) => folded(word));
  for (const word of asked) if (!known.has(word)) known.set(word, isKnown(pagefind, word));
  const answers = await Promise.all(asked.map((word) => known.get(word)));
  return asked.filter((_, index) => !answers[index]);
}

/** @param {Found} found */
function item(found) {
  const { title, updated } = found.meta;
  const [language] = found.filters.Language ?? [];
  const [status] = found.filters["Review status"] ?? [];
  const readers = found.filters.Audience ?? [];
  const kind = STATES[status ?? ""] ?? "submitted";
  /** @type {Record<string, string>} */
  const tongue = language && language !== document.documentElement.lang ? { lang: language, dir: "auto" } : {};
  const link = make("a", { href: local(found.url), ...tongue }, title || found.url);
  const facts = make("p", { class: "facts-line" });
  if (status) facts.append(make("span", { class: `badge badge-${kind}` }, status));
  if (readers.length) facts.append(make("span", {}, `For ${readers.join(" and ").toLowerCase()}`));
  if (updated) facts.append(make("span", {}, `Updated ${DAY.format(new Date(updated))}`));
  const summary = make("p", { class: "summary", ...tongue }, ...excerpt(found.excerpt));
  const made = make("li", kind === "retracted" ? { class: "retracted" } : {}, make("h3", {}, link), summary, facts);
  const sections = found.sub_results.filter((one) => one.anchor).slice(0, SECTIONS);
  if (sections.length) {
    const links = sections.map((one) => make("li", {}, make("a", { href: local(one.url), ...tongue }, one.title)));
    made.append(make("ul", { class: "sections", "aria-label": "In the sections" }, ...links));
  }
  return made;
}

/** @param {number} mine */
async function show(mine) {
  const found = await Promise.all(results.slice(shown, shown + AT_ONCE).map((one) => one.data()));
  if (mine !== turn) return;
  const first = list.children.length;
  list.append(...found.map(item));
  shown += found.length;
  const left = results.length - shown;
  more.hidden = left === 0;
  more.textContent = `Show ${Math.min(left, AT_ONCE)} more of ${left}`;
  if (first) list.children[first]?.querySelector("a")?.focus();
}

/** @param {Pagefind} pagefind */
async function search(pagefind) {
  const mine = ++turn;
  const text = words.value.trim();
  const what = asked();
  remember();
  const isEmpty = !text && Object.keys(what.filters).length === 0;
  const unknown = await unknownWords(pagefind, text);
  const answer = await pagefind.search(text || null, what);
  if (mine !== turn) return;
  updateFacets(unknown.length ? {} : text ? answer.filters : answer.totalFilters);
  results = isEmpty || unknown.length ? [] : answer.results;
  shown = 0;
  list.replaceChildren();
  more.hidden = true;
  const count = results.length;
  const pages = count === 1 ? "1 page" : `${count || "No"} pages`;
  if (isEmpty) state.textContent = `${answer.results.length} pages can be searched. Type words, or choose filters.`;
  else if (unknown.length) state.textContent = `No page has ${unknown.map((one) => `“${one}”`).join(" or ")}`;
  else state.textContent = text ? `${pages} found for “${text}”` : `${pages} found`;
  await show(mine);
}

/** @param {unknown} error */
function fail(error) {
  console.error(error);
  state.textContent = "The search could not be loaded. The list of all articles is on the first page of this site.";
}

async function start() {
  const address = new URL("pagefind/pagefind.js", location.href).href;
  /** @type {Pagefind} */
  const pagefind = await import(address);
  await pagefind.options({ baseUrl: "/", noWorker: true, excerptLength: 32, ranking: RANKING });
  await pagefind.init();
  buildFacets(await pagefind.filters());
  recall();
  form.hidden = false;
  const now = () => {
    clearTimeout(timer);
    search(pagefind).catch(fail);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    now();
  });
  form.addEventListener("change", now);
  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  reset.addEventListener("click", () => {
    words.value = "";
    order.value = "best";
    for (const box of boxes()) box.checked = false;
    now();
    words.focus();
  });
  more.addEventListener("click", () => show(turn).catch(fail));
  await search(pagefind);
}

start().catch(fail);
