// The desk's live page: swaps what changed, keeps what is being typed, counts the time, and says when the line is down.
// The server draws everything; this file only fetches whole pages and takes their parts.
import { Bell } from "./bell.js";

const root = document.documentElement;
const app = () => document.getElementById("app");
const facts = () => app().dataset;
const bell = new Bell(root);
const drawn = new Map(); // what the server last sent for each live part: only a real change is swapped in
let ahead = 0; // the hub's clock minus ours, in milliseconds
let words = {};
let source = null;
let heard = 0, tried = 0;
let pings = 0;
let shown = ""; // the alarm that was last brought into view
let looking = null;
let lookAgain = false;
let standing = ""; // the page's address without its place: going to a place of the page itself asks for nothing
let turn = 0; // grows with every page asked for and every page shown: an answer from before belongs to another page

// --- pages: one document for the whole shift, so that a bell once unlocked stays unlocked ---
function adopt(html, url, push) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.getElementById("app")) return location.assign(url);
  for (const name of ["lang", "data-size", "data-palette"]) root.setAttribute(name, page.documentElement.getAttribute(name));
  turn += 1;
  app().replaceWith(document.adoptNode(page.getElementById("app")));
  if (push && url !== location.href) history.pushState({}, "", url);
  settle();
  scrollTo(0, 0);
  (document.querySelector(".notice") ?? document.getElementById("main"))?.focus?.({ preventScroll: true });
  const again = document.querySelector("[data-again]")?.closest("form"); // what was refused is put right where it was typed
  again?.scrollIntoView({ block: "center" });
  again?.querySelector("[type=password]")?.focus({ preventScroll: true });
}
async function go(url, options = {}, push = true, taken = () => {}) {
  const mine = turn += 1;
  try {
    const answer = await fetch(url, { redirect: "follow", ...options });
    if (answer.ok) taken();
    const at = answer.headers.get("Content-Location");
    const html = await answer.text();
    if (mine !== turn) return; // who has gone on meanwhile must not be taken back, nor lose what is typed there
    adopt(html, at ? new URL(at, location.href).href : answer.url, push && Boolean(at || answer.redirected || !options.method));
  } catch { line("down"); }
}
function settle() {
  ahead = Date.parse(facts().now) - Date.now();
  words = JSON.parse(facts().words);
  standing = location.pathname + location.search;
  drawn.clear();
  for (const part of document.querySelectorAll("[data-live]")) drawn.set(part.id, part.innerHTML);
  for (const form of document.querySelectorAll("form[data-draft]")) recall(form);
  document.querySelectorAll("textarea").forEach(grow);
  for (const figure of document.querySelectorAll("figure[data-picture]")) {
    const picture = figure.querySelector("img");
    draws(figure, !picture.complete ? "drawing" : picture.naturalWidth ? "drawn" : "failed");
  }
  if (facts().staff) connect(); else hangUp();
  tick();
}
async function look() { // the page we are on, again; only its live parts are taken
  if (looking) { lookAgain = true; return; }
  const mine = turn;
  looking = fetch(location.href, { redirect: "manual" });
  try {
    const answer = await looking;
    const html = answer.type === "opaqueredirect" ? "" : await answer.text();
    if (mine !== turn) return;
    if (answer.type === "opaqueredirect" || answer.status === 401) return go(location.href);
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const part of document.querySelectorAll("[data-live]")) swap(part, page.getElementById(part.id));
    ahead = Date.parse(page.getElementById("app").dataset.now) - Date.now();
    facts().title = page.getElementById("app").dataset.title;
    tick();
  } catch { line("down"); } finally {
    looking = null;
    if (lookAgain) { lookAgain = false; look(); }
  }
}
function swap(part, fresh) {
  if (!fresh || drawn.get(part.id) === fresh.innerHTML) return;
  const held = part.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...part.querySelectorAll("details[open]")].map((one) => one.id);
  drawn.set(part.id, fresh.innerHTML);
  part.replaceChildren(...fresh.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

// --- what is typed stays: through an update, a lost line, the end of a session ---
const slot = (form) => `draft ${new URL(form.action).pathname}`;
function keep(form) {
  const typed = [...form.querySelectorAll("input:not([type=hidden],[type=radio],[data-secret]), textarea")].map((f) => [f.name, f.value]);
  sessionStorage.setItem(slot(form), JSON.stringify(typed));
}
function recall(form) {
  const typed = JSON.parse(sessionStorage.getItem(slot(form)) ?? "[]");
  for (const [name, value] of typed) if (form.elements[name] && value) form.elements[name].value = value;
  if (typed.some(([, value]) => value)) form.closest("details")?.setAttribute("open", "");
}
addEventListener("input", (event) => { if (event.target.form?.matches("[data-draft]")) keep(event.target.form); });
addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.busy) return; // a double click is one wish
  form.dataset.busy = "yes";
  const filled = new FormData(form, event.submitter);
  const body = form.enctype === "multipart/form-data" ? filled : new URLSearchParams(filled); // a key's file travels whole
  for (const key of form.querySelectorAll("button")) key.setAttribute("aria-busy", "true");
  await go(form.action, { method: "POST", body }, true, () => { if (form.matches("[data-draft]")) sessionStorage.removeItem(slot(form)); });
  if (new URL(form.action).pathname === "/desk/logout" && !facts().staff) { sessionStorage.clear(); bell.close(); }
  delete form.dataset.busy;
  for (const key of form.querySelectorAll("button")) key.removeAttribute("aria-busy");
});
addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/desk/']");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); go(link.href); }
  if (event.target.closest("[data-print]")) print();
  const copy = event.target.closest("[data-copy]");
  if (copy) copied(copy, document.getElementById(copy.dataset.copy));
  const play = event.target.closest("[data-play]");
  if (play) heardAgain(document.getElementById(play.dataset.play));
  if (event.target.closest("[data-arm]")) arm();
  if (event.target.closest("[data-away]")) { bell.close(); tell("away"); }
  if (event.target.closest("[data-try]")) bell.chime();
});
addEventListener("popstate", () => { if (standing !== location.pathname + location.search) go(location.href, {}, false); });
addEventListener("change", ({ target }) => { // a file that was chosen is named beside its key, in our words
  const told = target.type === "file" && target.closest("p")?.querySelector("[data-chosen]");
  if (told && target.files.length) told.textContent = target.files[0].name;
});

// --- a picture takes seconds: said until it is there; why there is none, when it fails ---
function draws(figure, state) {
  figure.querySelector("[data-wait]").hidden = state !== "drawing";
  figure.querySelector("[data-failed]").hidden = state !== "failed";
  figure.querySelector("img").hidden = state === "failed";
}
for (const [event, state] of [["load", "drawn"], ["error", "failed"]]) document.addEventListener(event, ({ target }) => {
  if (target.matches?.("figure[data-picture] img")) draws(target.closest("figure"), state);
}, true);

// --- what is typed into a lesson: its faults and its picture, as soon as the fingers rest ---
let resting = 0;
async function typed(form) {
  const told = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.typed, { method: "POST", body: told });
    if (!answer.ok || !form.isConnected) return;
    const { drawn: address, faults } = await answer.json();
    for (const [name, list] of Object.entries(faults)) {
      const place = form.querySelector(`[data-faults="${name}"]`);
      if (place) place.replaceChildren(...list.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    }
    const picture = document.querySelector("img[data-drawn]");
    if (!picture || !address || picture.getAttribute("src") === address) return;
    const next = new Image(); // what cannot be drawn yet leaves the picture of before
    const figure = picture.closest("figure");
    draws(figure, "drawing");
    next.onerror = () => draws(figure, "drawn");
    next.onload = () => {
      picture.src = address;
      picture.closest("[data-figure]").hidden = false;
      document.querySelector("[data-undrawn]").hidden = true;
    };
    next.src = address;
  } catch { line("down"); }
}
addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.typed) return;
  clearTimeout(resting);
  resting = setTimeout(() => typed(form), 700);
});

// --- what is too long to be typed: copied, or marked so that it can be ---
async function copied(key, told) {
  getSelection().selectAllChildren(told);
  try {
    await navigator.clipboard.writeText(told.textContent);
    key.textContent = key.dataset.done;
  } catch { /* it is marked: Ctrl-C copies it */ }
}

// --- a box as high as its text, where the browser does not do it by itself ---
function grow(box) {
  if (box.tagName !== "TEXTAREA" || box.matches(".source") || CSS.supports("field-sizing: content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 6}px`;
}
addEventListener("input", (event) => grow(event.target));

// --- what a resident said: one key plays it from the beginning, and silences it ---
function heardAgain(sound) {
  if (!sound.paused) { sound.pause(); sound.currentTime = 0; return; }
  sound.play().catch(() => line("down"));
}
for (const what of ["play", "pause"]) document.addEventListener(what, ({ target }) => {
  document.querySelector(`[data-play="${target.id}"]`)?.setAttribute("aria-pressed", String(what === "play"));
}, true);

// --- the line to the hub ---
function line(state) {
  if (state === "down" && root.dataset.line !== "down" && bell.armed) bell.chime();
  const turned = (state === "down") !== (root.dataset.line === "down");
  root.dataset.line = state;
  const banner = document.getElementById("offline");
  banner.hidden = state !== "down";
  root.style.setProperty("--down", `${banner.offsetHeight}px`); // what stands below it keeps its whole height
  if (turned) shown = ""; // an alarm comes into view again, below the banner
}
function connect() {
  if (source && source.readyState !== EventSource.CLOSED) return;
  source = new EventSource("/desk/stream");
  heard = tried = Date.now();
  const hear = () => { heard = Date.now(); line("open"); };
  source.onopen = hear;
  source.onerror = () => { // the browser tries again by itself, unless the hub said no: then the page itself says why
    line("down");
    if (source?.readyState === EventSource.CLOSED) look();
  };
  source.addEventListener("changed", () => { hear(); look(); });
  source.addEventListener("ping", () => { hear(); pong(); if (++pings % 3 === 0) look(); });
  source.addEventListener("over", () => { hangUp(); go(location.href); });
}
function hangUp() { source?.close(); source = null; bell.close(); line("open"); }

// --- listening: only while the sound is unlocked and the hub has heard so ---
const me = () => sessionStorage.getItem("listener") ?? (sessionStorage.setItem("listener", crypto.randomUUID()), me());
async function tell(what) {
  const body = new URLSearchParams({ listener: me() });
  try {
    const answer = await fetch(`/desk/listener/${what}`, { method: "POST", body, headers: { "X-CSRF": facts().csrf } });
    return answer.ok && (await answer.json()).armed;
  } catch { line("down"); return null; }
}
async function arm() {
  if (!(await bell.unlock())) return;
  if (await tell("arm")) { bell.armed = true; bell.chime(); tick(); }
}
async function pong() {
  if (!bell.armed) return;
  if (!bell.sounds) { bell.close(); tell("away"); return; } // the browser locked the sound again: say so in red
  if ((await tell("pong")) === false) bell.close();
}

// --- time, title, ring: every second, and with every change ---
function span(seconds, round = Math.floor) {
  const size = (s) => s < 60 ? ["seconds", 1] : s < 3600 ? ["minutes", 60] : s < 172800 ? ["hours", 3600] : ["days", 86400];
  const whole = round(seconds / size(seconds)[1]) * size(seconds)[1];
  const [name, unit] = size(whole);
  return words[name].replace("{n}", Math.floor(whole / unit));
}
function say(element, text) { if (element && element.textContent !== text) element.textContent = text; }
function tick() {
  const now = Date.now() + ahead;
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const from = Date.parse(clock.dataset.from), to = Date.parse(clock.dataset.to);
    say(clock.querySelector("[data-age]"), span(Math.max(0, (now - from) / 1000)));
    if (Number.isNaN(to)) continue;
    const part = (now - from) / (to - from);
    say(clock.querySelector("[data-left]"), now > to
      ? words.over.replace("{t}", span((now - to) / 1000)) : words.left.replace("{t}", span((to - now) / 1000, Math.ceil)));
    clock.querySelector("progress").value = Math.min(1000, part * 1000);
    clock.dataset.state = part >= 1 ? "late" : part >= 0.7 ? "soon" : "good";
  }
  const alarm = document.querySelector("[data-ring=yes]");
  const calling = alarm?.querySelector("h2").id ?? "";
  if (calling && calling !== shown) alarm.scrollIntoView({ block: "start" }); // WHERE is read first: under the band, not behind it
  shown = calling;
  bell.ring(Boolean(alarm));
  const waiting = document.querySelector("[data-waiting]");
  if (waiting) bell.notice(waiting.dataset.waiting.split(" ").filter(Boolean));
  const flash = alarm && Math.floor(Date.now() / 1000) % 2;
  document.title = alarm ? (flash ? `▲▲▲ ${alarm.dataset.title}` : words.ring) : facts().title;
  const dead = source?.readyState === EventSource.CLOSED && Date.now() - tried > 3000;
  if (source && (dead || Date.now() - heard > 25000)) { source.close(); line("down"); connect(); }
}
document.addEventListener("toggle", ({ target }) => { // what a key opened must be in sight, however small the window
  if (target.open) target.scrollIntoView({ block: "nearest" });
}, true);
setInterval(tick, 1000);
addEventListener("online", () => { source?.close(); settle(); });
settle();
