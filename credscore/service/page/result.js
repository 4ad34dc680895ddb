// A score as elements. Whatever comes from an article is set as text, never as markup.

const MAIN_REASONS = 8;
const KINDS = {
  unreliable: "unreliable reporting",
  model: "written by a language model",
  farm: "content-farm copy",
};

/** An element with attributes and children; a string becomes text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "width" || name === "left") element.style[name] = `${value.toFixed(2)}%`;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const probability = (score) => Math.min(Math.max(score, 0.01), 0.99).toFixed(2);
const signed = (points) => `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(2)}`;
const percent = (share) =>
  share > 0 && share < 0.005 ? "less than 1%" : `${Math.round(100 * share)}%`;
const sideOf = (points) => (points < 0 ? "against" : points > 0 ? "for" : "neutral");
const keyOf = (piece) => `${piece.rule} ${piece.start} ${piece.end}`;

function verdict(answer) {
  if (answer.score === null) {
    return make("div", { class: "verdict band-insufficient" },
      make("p", { class: "number", "aria-hidden": "true" }, "–"),
      make("div", { class: "scale" }, make("p", { class: "band" }, "insufficient ",
        make("span", { class: "muted" }, "no score is given"))));
  }
  const { low_below: low, high_from: high } = answer.model;
  const [from, to] = answer.interval;
  const said = `Score ${probability(answer.score)}, in nine of ten cases between ` +
    `${probability(from)} and ${probability(to)}, on a scale from 0 to 1; ` +
    `low below ${probability(low)}, high from ${probability(high)}`;
  return make("div", { class: `verdict band-${answer.band}` },
    make("p", { class: "number" }, probability(answer.score)),
    make("div", { class: "scale" },
      make("p", { class: "band" }, `${answer.band} `, make("span", { class: "muted" },
        `credibility · in nine of ten cases ${probability(from)} to ${probability(to)}`)),
      make("div", { class: "track", role: "img", "aria-label": said },
        make("span", { class: "zone low", width: 100 * low }),
        make("span", { class: "zone medium", width: 100 * (high - low) }),
        make("span", { class: "zone high" }),
        make("span", { class: "reach", left: 100 * from, width: 100 * (to - from) }),
        make("span", { class: "needle", left: 100 * answer.score })),
      make("p", { class: "ticks", "aria-hidden": "true" }, make("span", {}, "0"),
        make("span", { left: 100 * low }, probability(low)),
        make("span", { left: 100 * high }, probability(high)),
        make("span", { left: 100 }, "1"))));
}

function outcomes(answer) {
  if (answer.score === null || !answer.resembles.length) return [];
  const all = [
    { name: "of credible make", kind: "credible", probability: answer.score },
    ...answer.resembles.map((r) => ({ ...r, name: KINDS[r.kind] ?? r.kind })),
  ];
  // A kind names a class only where it is one of ours.
  const known = (kind) => (kind === "credible" || kind in KINDS ? kind : "");
  const whole = all.map((o) => make("span", { class: known(o.kind), width: 100 * o.probability }));
  const items = all.map((o) => make("li", {},
    make("span", { class: `key ${known(o.kind)}`, "aria-hidden": "true" }), `${o.name} `,
    make("span", { class: "n" }, percent(o.probability))));
  return [make("div", { class: "outcomes" },
    make("div", { class: "whole", "aria-hidden": "true" }, ...whole),
    make("ul", { "aria-label": "What it is likely to be" }, ...items))];
}

function reasons(answer) {
  const main = answer.contributions.slice(0, MAIN_REASONS).filter((c) => c.points);
  if (!main.length) return [];
  const largest = Math.abs(main[0].points);
  const items = main.map((c) => {
    const side = sideOf(c.points);
    return make("li", { class: side },
      make("span", { class: "points" },
        make("span", { class: "visually-hidden" }, `speaks ${side === "against" ? "against" : "for"} it, `),
        signed(c.points)),
      make("span", { class: "bar", "aria-hidden": "true" },
        make("span", { width: (50 * Math.abs(c.points)) / largest })),
      make("span", { class: "text", dir: "auto" }, c.text));
  });
  return [make("h3", {}, "Why"), make("ol", { class: "reasons" }, ...items)];
}

/** What each passage speaks for: the points of all features that it is evidence of. A fault stays
 * a fault where there are so few of them that the feature adds points: it then counts for neither. */
function sides(answer, directions) {
  const points = new Map();
  for (const c of answer.contributions) {
    const opposed = directions.get(c.feature) === (c.points > 0 ? "lowers" : "raises");
    for (const piece of c.evidence) {
      points.set(keyOf(piece), (points.get(keyOf(piece)) ?? 0) + (opposed ? 0 : c.points));
    }
  }
  return new Map([...points].map(([key, value]) => [key, sideOf(value)]));
}

/** Passages with the same message share a note; notes are numbered as they appear. */
function notesOf(answer, directions) {
  const side = sides(answer, directions);
  const notes = new Map();
  for (const piece of answer.evidence) {
    const key = `${piece.rule} ${piece.message}`;
    if (!notes.has(key)) {
      notes.set(key, {
        number: notes.size + 1, piece, side: side.get(keyOf(piece)) ?? "neutral", passages: [],
      });
    }
    notes.get(key).passages.push({ start: piece.start, end: piece.end });
  }
  return [...notes.values()];
}

/** The text, cut where a passage begins or ends, so that overlapping passages need no nesting. */
function reading(text, notes) {
  const letters = Array.from(text); // Offsets count characters, as Python does.
  const spans = notes.flatMap((note) => note.passages.map((p, place) => ({
    ...p, note, id: `p${note.number}-${place + 1}`,
  }))).sort((a, b) => a.start - b.start || a.end - b.end);
  const cuts = [...new Set([0, letters.length, ...spans.flatMap((s) => [s.start, s.end])])];
  cuts.sort((a, b) => a - b);
  const pieces = [];
  let waiting = 0;
  let active = [];
  for (let place = 0; place + 1 < cuts.length; place += 1) {
    const [left, right] = [cuts[place], cuts[place + 1]];
    active = active.filter((span) => span.end > left);
    while (waiting < spans.length && spans[waiting].start <= left) {
      const span = spans[waiting];
      waiting += 1;
      active.push(span);
      pieces.push(make("a", {
        class: `ref ${span.note.side}`, id: span.id, href: `#n${span.note.number}`,
        "aria-label": `Note ${span.note.number}: ${span.note.piece.message}`,
      }, String(span.note.number)));
    }
    const words = letters.slice(left, right).join("");
    const side = ["against", "for", "neutral"].find((s) => active.some((a) => a.note.side === s));
    const depth = Math.min(new Set(active.map((a) => a.note)).size, 3);
    pieces.push(side ? make("mark", { class: `${side} depth-${depth}` }, words) : words);
  }
  return make("div", { class: "block", dir: "auto" }, ...pieces);
}

function noteItem(note) {
  const shown = note.passages.slice(0, 6);
  const back = shown.map((_, place) => make("a", {
    href: `#p${note.number}-${place + 1}`,
    "aria-label": `Back to passage ${place + 1} of note ${note.number}`,
  }, note.passages.length === 1 ? "↑" : String(place + 1)));
  const more = note.passages.length - shown.length;
  const related = note.piece.related.slice(0, 3).map((r) =>
    make("p", { class: "against-what" }, "set against ", make("q", { dir: "auto" },
      r.text.length > 120 ? `${r.text.slice(0, 120)}…` : r.text)));
  return make("li", { id: `n${note.number}`, class: `note ${note.side}` },
    make("span", { class: "label" }, String(note.number)),
    make("div", {}, make("p", { dir: "auto" }, note.piece.message), ...related,
      make("p", { class: "muted" }, `${note.piece.family} · ${note.piece.rule} · `,
        ...back.flatMap((link) => [link, " "]), more > 0 ? `and ${more} more` : "")));
}

function warning(text) {
  return make("p", { class: "warning" }, make("strong", {}, "Note:"), ` ${text}`);
}

/**
 * Show a score, and return the heading, to which the focus may go.
 *
 * @param {HTMLElement} place - Where to show it.
 * @param {object} answer - What /v1/score answered, with the text.
 * @param {Map<string, string>} directions - What a higher value of each feature does.
 */
export function show(place, answer, directions) {
  const notes = notesOf(answer, directions);
  const title = answer.document.title ?? "The score";
  const heading = make("h2", { id: "result-heading", tabindex: "-1", dir: "auto" }, title);
  const facts = `${answer.words.toLocaleString("en")} words · model ${answer.model.name} ${answer.model.version}`;
  const text = make("section", { "aria-label": "The text with its passages" },
    make("h3", {}, "The text"),
    make("div", { class: "reading" }, reading(answer.document.text, notes),
      ...(notes.length ? [make("ol", { class: "notes", tabindex: "0", "aria-label": "Notes" },
        ...notes.map(noteItem))] : [])));
  place.replaceChildren(heading, make("p", { class: "muted" }, facts), verdict(answer),
    ...answer.warnings.map(warning), ...outcomes(answer), ...reasons(answer), text);
  place.hidden = false;
  return heading;
}
