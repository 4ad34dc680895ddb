// The form: sends what was pasted, waits its turn, and says what came of it.
import { show } from "./result.js";

const byId = (id) => document.getElementById(id);
const form = byId("form");
const result = byId("result");
const OPENS_AS_HTML = /^[\s\ufeff]{0,100}<(?:!doctype html|html|head|body)\b/i;
const TRIES = 4;
let directions = null;
let running = null;

function headers() {
  const key = byId("key").value.trim();
  return key ? { Authorization: `Bearer ${key}` } : {};
}

function article() {
  // What a text cannot hold in UTF-8 is replaced, as any other program would.
  const text = byId("text").value.toWellFormed();
  const given = OPENS_AS_HTML.test(text) ? { html: text } : { text };
  for (const name of ["title", "author", "published"]) {
    const value = byId(name).value.trim().toWellFormed();
    if (value) given[name] = value;
  }
  return given;
}

function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, 1000 * seconds);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

async function ask(path, options, signal) {
  for (let tried = 1; ; tried += 1) {
    const response = await fetch(path, { ...options, signal, cache: "no-store" });
    if (response.ok) return response.json();
    const wait = Number(response.headers.get("Retry-After"));
    if (wait > 0 && tried < TRIES) {
      byId("status").textContent = "Others are before you; waiting…";
      await pause(wait, signal);
      continue;
    }
    if (response.status === 401) {
      byId("key-field").hidden = false;
      byId("key").focus();
    }
    const problem = await response.json().catch(() => ({}));
    const places = (problem.errors ?? []).map((e) => `${e.pointer ?? e.parameter}: ${e.detail}`);
    throw new Error([problem.detail ?? `The service answered ${response.status}.`, ...places].join(" "));
  }
}

async function score() {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  byId("error").hidden = true;
  byId("status").textContent = "Scoring…";
  byId("score").disabled = true;
  try {
    const sent = article();
    const answer = await ask(
      "v1/score?include_text=true",
      {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers() },
        body: JSON.stringify(sent),
      },
      mine.signal,
    );
    directions ??= new Map(
      (await ask("v1/features", { headers: headers() }, mine.signal)).map((f) => [f.name, f.direction]),
    );
    const heading = show(result, answer, directions);
    const passages = answer.evidence.length;
    byId("status").textContent =
      `Done: ${answer.band === "insufficient" ? "no score" : `${answer.band} credibility`}, ` +
      `${passages} passage${passages === 1 ? "" : "s"}.`;
    heading.focus();
  } catch (error) {
    if (mine.signal.aborted) return;
    result.hidden = true;
    byId("status").textContent = "";
    byId("error").textContent =
      error instanceof TypeError ? "The service cannot be reached." : error.message;
    byId("error").hidden = false;
  } finally {
    if (running === mine) byId("score").disabled = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  score();
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
form.addEventListener("reset", () => {
  running?.abort();
  byId("score").disabled = false;
  byId("error").hidden = true;
  byId("status").textContent = "";
  result.hidden = true;
  result.replaceChildren();
  byId("text").focus();
});
