// The page: choosing files, the progress of the audit, its end. One section is shown at a time.

import { byFolder, entriesOf, filesIn, filesOf, joined, sorted, suffixOf, topOf } from "./files.js";
import { ask, Refusal, upload } from "./server.js";

const settings = JSON.parse(document.getElementById("settings").textContent);
const STAGES = ["upload", "read", "compare", "tables", "write"];
const EVERY = 500; // milliseconds between two questions
const at = (id) => document.getElementById(id);

let lang = settings.lang;
let found = []; // what was chosen, as {path, file}
let chosen = sorted(found, settings);
let section = "choose";
let told = { state: "idle" }; // the last answer on progress; of an upload, one of the same form
let lost = []; // what did not arrive
let failure = null; // why it failed, as {zh, en}; null where the server is gone
let stopping = null; // aborts the upload

// --- words ---------------------------------------------------------------------------------------------------------------------

const say = (key, blanks) => settings.words[lang][key].replace(/\{(\w+)\}/g, (whole, name) => (blanks && name in blanks ? blanks[name] : whole));
const number = (n) => n.toLocaleString("en");
const bytes = (n) => (n < 1e6 ? `${number(Math.ceil(n / 1024))} KB` : n < 1 << 30 ? `${(n / (1 << 20)).toFixed(1)} MB` : `${(n / (1 << 30)).toFixed(1)} GB`);
const size = (n) => bytes(n).replace(".0 ", " ");
const time = (s) => (s < 60 ? say("seconds", { s }) : say("minutes", { m: Math.floor(s / 60), s: s % 60 }));
const some = (names) => names.slice(0, 5).join(say("list_end")) + (names.length > 5 ? say("and_more") : "");
const announce = (words) => {
  if (at("said").textContent !== words) at("said").textContent = words;
};

function element(tag, words, kind) {
  const made = document.createElement(tag);
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}

function speak() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  at("switch").lang = lang === "zh" ? "en" : "zh-CN";
  const limits = { file: size(settings.limits.file), batch: size(settings.limits.batch), files: number(settings.limits.files) };
  for (const each of document.querySelectorAll("[data-say]")) each.textContent = say(each.dataset.say, limits);
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", say(each.dataset.label));
  draw();
}

// --- what is shown -------------------------------------------------------------------------------------------------------------

function show(name) {
  section = name;
  for (const each of ["choose", "working", "done", "failed"]) at(each).hidden = each !== name;
  draw();
  window.scrollTo(0, 0);
  at(`${name}-heading`).focus();
}

const draw = () => ({ choose: drawChosen, working: drawProgress, done: drawEnd, failed: drawFailure })[section]();

function drawChosen() {
  document.body.classList.toggle("filled", found.length > 0);
  at("chosen").hidden = !found.length;
  if (!found.length) return;
  const top = topOf(chosen.sent);
  const rows = byFolder(chosen.sent).map(([folder, files, bytes]) => {
    const row = document.createElement("tr");
    const cut = folder.lastIndexOf("/") + 1;
    const name = element("td", "");
    name.append(element("span", folder.slice(top.length, cut), "outer"), folder.slice(cut) || say("loose"));
    row.append(name, element("td", number(files), "n"), element("td", size(bytes), "n"));
    return row;
  });
  fill(at("folders"), rows);
  const count = { n: number(chosen.sent.length), size: size(chosen.bytes), folder: top.slice(0, -1) };
  at("chosen-heading").textContent = say(top ? "chosen_folder" : "chosen", count);
  at("kinds").textContent = kindsOf(chosen.sent).join("　");
  fill(at("warnings"), warnings());
  at("start").disabled = !chosen.sent.length || isTooMuch();
}

function fill(parent, children) {
  parent.textContent = "";
  parent.append(...children);
}

function kindsOf(files) {
  const counts = new Map();
  for (const { path } of files) counts.set(suffixOf(path), (counts.get(suffixOf(path)) || 0) + 1);
  return Array.from(counts).sort((a, b) => b[1] - a[1]).map(([suffix, n]) => `${suffix || "?"} ${number(n)}`);
}

const isTooMuch = () => chosen.sent.length > settings.limits.files || chosen.bytes > settings.limits.batch;

function warnings() {
  const { limits } = settings;
  const names = (files) => some(files.map((each) => each.path));
  const n = (files) => number(files.length);
  const out = [];
  const warn = (key, blanks) => out.push(element("li", say(key, blanks), "warn"));
  if (!chosen.sent.length) warn("nothing");
  if (isTooMuch()) warn("too_much", { n: n(chosen.sent), size: size(chosen.bytes), files: number(limits.files), batch: size(limits.batch) });
  if (chosen.noReader.length) warn("no_reader", { n: n(chosen.noReader), kinds: some(kindsOf(chosen.noReader).map((kind) => kind.split(" ")[0])) });
  if (chosen.large.length) warn("too_large", { n: n(chosen.large), limit: size(limits.file), names: names(chosen.large) });
  if (chosen.unreadable.length) warn("unreadable", { n: n(chosen.unreadable), names: names(chosen.unreadable) });
  if (chosen.passed.length) out.push(element("li", say("passed", { n: n(chosen.passed) })));
  return out;
}

function drawProgress() {
  const now = Math.max(STAGES.indexOf(told.stage), told.state === "running" && !told.stage ? 1 : 0);
  STAGES.forEach((stage, i) => {
    const item = document.querySelector(`[data-stage=${stage}]`);
    const bar = item.querySelector("progress");
    item.className = i < now ? "over" : i === now ? "now" : "";
    item.querySelector(".state").textContent = i < now ? say("over") : i === now ? say("now") : "";
    item.querySelector(".count").textContent = i === now && told.of > 1 ? `${number(told.done)} / ${number(told.of)}` : "";
    bar.hidden = i !== now;
    if (i === now && told.of) {
      bar.max = told.of;
      bar.value = told.done;
    } else bar.removeAttribute("value");
  });
  announce(`${say(STAGES[now])} ${say("now")}`);
  at("elapsed").textContent = told.seconds === undefined ? "" : say("elapsed", { time: time(told.seconds) });
}

function drawEnd() {
  const address = `report/${encodeURIComponent(told.report)}`;
  at("summary").textContent = say("summary", { n: number(told.files), time: time(told.seconds) });
  at("partly").hidden = told.state !== "partly";
  at("open").href = `${address}/report.html`;
  at("download").href = `${address}.zip`;
  at("keep").textContent = settings.kept ? say("kept", { folder: settings.kept }) : say("temporary");
  drawLost();
  announce(say("done"));
}

function drawLost() {
  for (const box of document.querySelectorAll(".left-out")) {
    box.hidden = !lost.length;
    box.querySelector("p").textContent = say("left_out", { n: number(lost.length) });
    fill(box.querySelector("ul"), lost.map(([path, words]) => element("li", `${path} — ${words ? words[lang] : say("cut")}`)));
  }
}

function drawFailure() {
  at("why").textContent = failure ? failure[lang] : say("gone");
  at("retry").hidden = !chosen.sent.length;
  drawLost();
  announce(`${say("failed")} ${at("why").textContent}`);
}

function notice(key) {
  at("notice").hidden = !key;
  at("notice").textContent = key ? say(key) : "";
  if (key) announce(say(key));
}

// --- what happens --------------------------------------------------------------------------------------------------------------

function take(more) {
  found = joined(found, more);
  chosen = sorted(found, settings);
  notice("");
  draw();
  if (found.length) {
    announce(at("chosen-heading").textContent);
    at("chosen-heading").focus();
  }
}

function clear() {
  found = [];
  chosen = sorted(found, settings);
  notice("");
  show("choose");
}

async function run() {
  lost = [];
  stopping = new AbortController();
  told = { state: "uploading", stage: "upload", done: 0, of: chosen.sent.length };
  show("working");
  try {
    const tick = () => {
      told.done += 1;
      drawProgress();
    };
    const batch = await upload(chosen.sent, tick, stopping.signal);
    lost = batch.lost;
    told = await ask("POST", `batch/${batch.id}/start?lang=${lang}`);
    stopping = null;
    await watch();
  } catch (error) {
    ended(error);
  }
}

/** Ask for progress until the audit has ended. */
async function watch() {
  while (told.state === "running") {
    if (section === "working") drawProgress();
    await new Promise((next) => setTimeout(next, EVERY));
    told = await ask("GET", "progress");
  }
  if (told.state === "done" || told.state === "partly") show("done");
  else if (told.state === "cancelled") cancelled();
  else fail(told.message);
}

function ended(error) {
  if (error.name === "AbortError") cancelled();
  else if (error instanceof Refusal) fail(error.words);
  else throw error;
}

function fail(words) {
  stopping = null;
  failure = words;
  show("failed");
}

function cancelled() {
  stopping = null;
  show("choose");
  notice("cancelled");
}

async function cancel() {
  at("cancel").disabled = true;
  at("cancel").textContent = say("cancelling");
  try {
    if (stopping) stopping.abort();
    else await ask("POST", "cancel"); // the answer on progress says that it has ended
  } catch (error) {
    ended(error);
  } finally {
    at("cancel").disabled = false;
    at("cancel").textContent = say("cancel");
  }
}

function listen() {
  const drop = at("drop");
  const choosing = () => section === "choose";
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  window.addEventListener("dragover", () => choosing() && drop.classList.add("over"));
  window.addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("over"));
  window.addEventListener("drop", async (event) => {
    drop.classList.remove("over");
    if (!choosing()) return;
    const entries = entriesOf(event.dataTransfer);
    notice("counting");
    take(await filesOf(entries));
  });
  for (const kind of ["folder", "files"]) {
    const input = at(`${kind}-input`);
    at(`choose-${kind}`).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      take(filesIn(input));
      input.value = "";
    });
  }
  const acts = { start: run, retry: run, clear, again: clear, other: clear, cancel };
  for (const id of Object.keys(acts)) at(id).addEventListener("click", acts[id]);
  at("switch").addEventListener("click", () => {
    lang = lang === "zh" ? "en" : "zh";
    history.replaceState(null, "", `?lang=${lang}`);
    speak();
  });
  window.addEventListener("beforeunload", (event) => stopping && (event.preventDefault(), (event.returnValue = "")));
}

/** Take up where another page, or this one before it was loaded again, has left. */
async function resume() {
  try {
    told = await ask("GET", "progress");
    if (told.state === "running") {
      show("working");
      await watch();
    } else if (told.report) show("done");
  } catch (error) {
    ended(error);
  }
}

listen();
speak();
resume();
