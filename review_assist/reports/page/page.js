// Decides on notes and writes the reply of those that were accepted, the way the command line writes it.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const notes = [...document.querySelectorAll(".note")];
const memory = `review-assist:${document.title}:${Object.values(data.notes).map((note) => note.rule + note.line).join()}`;
const decided = recalled(); // note id to {state, text}

// --- deciding ---------------------------------------------------------------------------------------------

function recalled() {
  try {
    return JSON.parse(localStorage.getItem(memory)) || {};
  } catch {
    return {};
  }
}

function remember() {
  try {
    localStorage.setItem(memory, JSON.stringify(decided));
  } catch {
    // private windows forget; the page works all the same
  }
}

function decide(id, change) {
  decided[id] = { ...decided[id], ...change };
  remember();
  show(id);
}

function show(id) {
  const article = byId(id);
  const { state = "", text } = decided[id] || {};
  article.classList.toggle("accepted", state === "accepted");
  article.classList.toggle("dismissed", state === "dismissed");
  article.querySelector(".state").textContent = [state, text === undefined ? "" : "edited"].filter(Boolean).join(", ");
  article.querySelector("[data-act=accept]").setAttribute("aria-pressed", state === "accepted");
  article.querySelector("[data-act=dismiss]").setAttribute("aria-pressed", state === "dismissed");
  count();
}

function count() {
  const states = Object.values(decided).map((each) => each.state);
  const accepted = states.filter((state) => state === "accepted").length;
  const dismissed = states.filter((state) => state === "dismissed").length;
  byId("count").textContent = `${notes.length} notes, ${accepted} accepted, ${dismissed} dismissed`;
}

function toggle(id, state) {
  decide(id, { state: (decided[id] || {}).state === state ? "" : state });
}

function edit(id) {
  const article = byId(id);
  const open = article.querySelector("textarea");
  if (open) {
    open.focus();
    return;
  }
  const area = document.createElement("textarea");
  area.value = textOf(id);
  area.rows = Math.min(20, area.value.split("\n").length + 3);
  area.setAttribute("aria-label", "Text of the note: paragraphs, code indented by four spaces");
  const row = document.createElement("p");
  row.append(button("Keep", () => close(area.value)), " ", button("Back to the draft", () => close()));
  const close = (text) => {
    area.remove();
    row.remove();
    const isChanged = text !== undefined && text.trim() !== data.notes[id].text.trim();
    decide(id, { text: isChanged ? text.trim() : undefined, ...(text === undefined ? {} : { state: "accepted" }) });
    article.focus();
  };
  article.querySelector(".actions").before(area, row);
  area.focus();
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

// --- moving and filtering ---------------------------------------------------------------------------------

function shown() {
  return notes.filter((note) => !note.hidden);
}

function move(step) {
  const list = shown();
  const at = list.indexOf(document.activeElement.closest(".note"));
  const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : at + step;
  if (list[next]) go(list[next]);
}

function go(note) {
  note.closest("details.file")?.setAttribute("open", "");
  note.focus({ preventScroll: true });
  note.scrollIntoView({ block: "center" });
}

function filter() {
  const levels = [...document.querySelectorAll("#levels input:checked")].map((box) => box.value);
  const family = byId("family").value;
  for (const note of notes) {
    note.hidden = !levels.includes(note.dataset.level) || (family !== "" && note.dataset.family !== family);
  }
}

// --- the reply --------------------------------------------------------------------------------------------

function textOf(id) {
  return (decided[id] || {}).text ?? data.notes[id].text;
}

function isAccepted(id) {
  return (decided[id] || {}).state === "accepted";
}

const COMMANDS_TO_MAIL_TOOLS = /^(?:[\w-]+-by:|From\b|-{2,}(?:\s|$)|[>|#]|diff\b)/i;
const CODE = /`[^`]*`/g;
const GLUE = "\0";

/** A line of ours; one that a mail tool would obey is indented by one space. */
function harmless(line) {
  return COMMANDS_TO_MAIL_TOOLS.test(line) ? ` ${line}` : line;
}

function wrap(text) {
  const fits = (...words) => [...words.join(" ")].length <= data.width;
  const lines = [[]];
  const line = text.split(/\s+/).filter(Boolean).join(" ").replace(CODE, (code) => code.replaceAll(" ", GLUE));
  for (const glued of line.split(" ")) {
    const word = glued.replaceAll(GLUE, " ").trim();
    const last = lines.at(-1);
    if (!word) continue;
    if (!last.length || fits(...last, word)) {
      last.push(word);
    } else if (last.length > 1 && COMMANDS_TO_MAIL_TOOLS.test(word) && fits(last.at(-1), word)) {
      lines.push([last.pop(), word]);
    } else {
      lines.push([word]);
    }
  }
  return lines.filter((words) => words.length).map((words) => harmless(words.join(" ")));
}

function set(text) {
  return text.split(/\n{2,}/).flatMap((block) => ["", ...(block.startsWith("    ") ? block.split("\n") : wrap(block))]);
}

/** The note's paragraphs; a habit that was explained before is referred back to. */
function told(id, explained) {
  const note = data.notes[id];
  const { series } = data.patches[note.patch];
  const key = `${series}:${note.rule}`;
  const first = explained.get(key);
  if (first === undefined) explained.set(key, note.patch);
  if (first === undefined || (decided[id] || {}).text !== undefined) return textOf(id);
  const where = first === note.patch ? "Same here" : `As in ${data.patches[first].title}`;
  const back = `${where}${note.places ? `, and in ${note.places}` : ""}: ${note.clause}`;
  return note.remark ? `${back}\n\n${note.remark}` : back;
}

function reply(patch, explained) {
  const places = patch.places.filter((place) => isAccepted(place.note));
  if (!places.length) return null;
  const row = (at) => patch.rows[at - patch.first];
  const lines = [...patch.headers, "", ...patch.attribution];
  let done = -1;
  let file = -1;
  for (let at = 0; at < places.length; ) {
    const here = places.slice(at).filter((place) => place.last === places[at].last);
    const [place] = here;
    if (at) lines.push("");
    if (place.file[0] !== file) {
      for (let each = place.file[0]; each < place.file[1]; each += 1) lines.push(row(each));
      [file] = place.file;
    }
    if (done < place.hunk) {
      done = place.hunk;
      lines.push(row(done));
    }
    const start = Math.max(Math.min(...here.map((each) => each.first)) - data.context, done + 1);
    const gap = start - done - 1;
    if (gap >= data.skip) lines.push(`> [ ... skip ${gap} lines ... ]`);
    else for (let each = done + 1; each < start; each += 1) lines.push(row(each));
    for (let each = start; each <= place.last; each += 1) lines.push(row(each));
    for (const each of here) lines.push(...set(told(each.note, explained)));
    done = place.last;
    at += here.length;
  }
  return lines;
}

function mail() {
  const explained = new Map();
  const replies = data.patches.map((patch) => reply(patch, explained)).filter(Boolean);
  const separator = replies.length > 1 ? ["From mboxrd@z Thu Jan  1 00:00:00 1970"] : [];
  return replies.map((lines) => `${[...separator, ...lines].join("\n")}\n`).join("\n") + (replies.length > 1 ? "\n" : "");
}

function accepted() {
  return data.order.filter(isAccepted);
}

function isEdited(id) {
  return (decided[id] || {}).text !== undefined;
}

function markdown() {
  const ids = accepted();
  let shown = -1;
  const parts = ids.flatMap((id) => {
    const { patch, markdown: [place, text] } = data.notes[id];
    const title = patch !== null && patch !== shown && data.titles.length > 1 ? [data.titles[patch]] : [];
    shown = patch ?? shown;
    return [...title, `${place}\n\n${isEdited(id) ? textOf(id) : text}`];
  });
  return ids.length ? `${[data.head, ...parts].join("\n\n")}\n` : "";
}

/** The request for a pending review; what has no line in the diff goes into its summary. */
function github() {
  const ids = Object.keys(data.notes).filter(isAccepted); // the worst first
  if (!ids.length) return "";
  const comments = [];
  const rest = [];
  for (const id of ids) {
    const { github: comment, entry, mark, markdown: [place] } = data.notes[id];
    if (comment) comments.push(isEdited(id) ? { ...comment, body: `${textOf(id)}\n\n${mark}` } : comment);
    else rest.push(isEdited(id) ? `${place}\n\n${textOf(id)}\n\n${mark}` : entry);
  }
  const head = `${ids.length} note${ids.length === 1 ? "" : "s"} on habits from C in the Rust code.`;
  const title = `${rest.length} of them, not beside the code`;
  const details = `\n\n<details>\n<summary>${title}</summary>\n\n${rest.join("\n\n")}\n\n</details>`;
  const commit = data.commit ? { commit_id: data.commit } : {};
  return `${JSON.stringify({ ...commit, body: head + (rest.length ? details : ""), comments }, null, 2)}\n`;
}

const FORMS = {
  mail: [mail, "reply.eml"],
  markdown: [markdown, "review.md"],
  github: [github, "review.json"],
};

function exported() {
  const [write] = FORMS[byId("form").value];
  byId("text").value = write() || "Nothing was accepted yet.\n";
  byId("done").textContent = "";
  byId("exported").showModal();
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([byId("text").value], { type: "text/plain;charset=utf-8" }));
  [, link.download] = FORMS[byId("form").value];
  link.click();
  URL.revokeObjectURL(link.href);
  byId("done").textContent = "saved";
}

async function copy() {
  byId("text").select();
  try {
    await navigator.clipboard.writeText(byId("text").value);
  } catch {
    document.execCommand("copy"); // a page from a file may not use the clipboard otherwise
  }
  byId("done").textContent = "copied";
}

// --- wiring -----------------------------------------------------------------------------------------------

const ACTIONS = { accept: (id) => toggle(id, "accepted"), dismiss: (id) => toggle(id, "dismissed"), edit };
const KEYS = { a: "accept", d: "dismiss", e: "edit" };

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select, dialog")) return;
  const note = document.activeElement.closest(".note");
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "x") exported();
  else if (note && KEYS[event.key]) ACTIONS[KEYS[event.key]](note.id);
  else return;
  event.preventDefault();
}

if (notes.length) {
  for (const note of notes) {
    note.addEventListener("click", ({ target }) => target.dataset.act && ACTIONS[target.dataset.act](note.id));
    show(note.id);
  }
  byId("levels").addEventListener("change", filter);
  byId("family").addEventListener("change", filter);
  byId("next").addEventListener("click", () => move(1));
  byId("previous").addEventListener("click", () => move(-1));
  byId("accept-all").addEventListener("click", () => shown().forEach((note) => decide(note.id, { state: "accepted" })));
  byId("export").addEventListener("click", exported);
  byId("copy").addEventListener("click", copy);
  byId("save").addEventListener("click", save);
  byId("close").addEventListener("click", () => byId("exported").close());
  document.addEventListener("keydown", pressed);
}
