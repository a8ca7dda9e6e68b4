/* The what-if of a page: controls → the scheme's engine → scores, clauses, total, grade. Nothing leaves the page. */
"use strict";

(() => {
  const MARK = "#try:";
  const { engine: makeEngine, parse, written, shown, difference } = SupervisionRules;
  const engines = new Map();

  function engineOf(scheme) {
    if (!engines.has(scheme)) engines.set(scheme, makeEngine(window.supervisionSchemes[scheme].document));
    return engines.get(scheme);
  }

  const asDay = (date) => String(Math.round(Date.parse(`${date}T00:00:00Z`) / 86400000) + 719163);
  const asDate = (day) => new Date((Number(day) - 719163) * 86400000).toISOString().slice(0, 10);

  function start(form) {
    const scheme = window.supervisionSchemes[form.dataset.scheme];
    const engine = engineOf(form.dataset.scheme);
    const first = scheme.cases[form.dataset.case]?.values ?? {};
    const before = engine.assess(first);
    let values = { ...first, ...fromAddress() };

    const input = (name) => scheme.document.inputs[name];
    const marked = new Map();

    function each(name, act) {
      if (!marked.has(name)) marked.set(name, [...form.querySelectorAll(`[${name}]`)].map((one) => [one, one.getAttribute(name)]));
      for (const [one, value] of marked.get(name)) act(one, value);
    }

    function fromAddress() {
      if (!location.hash.startsWith(MARK)) return {};
      const given = new URLSearchParams(location.hash.slice(MARK.length));
      const found = {};
      for (const [name, text] of given) if (scheme.document.inputs[name]) found[name] = read(name, text);
      return found;
    }

    function read(name, text) {
      const made = scheme.document.inputs[name];
      if (text === "") return null;
      if (made.kind === "condition") return text === "true";
      if (made.kind === "choice" || made.kind === "text") return text;
      return made.kind === "date" ? asDay(text) : parse(text, made);
    }

    function write(name) {
      const value = values[name] ?? null, made = input(name);
      if (value === null) return "";
      if (made.kind === "date") return asDate(value);
      return made.kind === "number" ? decimal(written(value, made)) : String(value);
    }

    const decimal = (text) => (text.includes("/") ? shown(text) : text);

    function showControls(except) {
      each("data-fact", (one, name) => { if (one !== except) { one.value = write(name); one.removeAttribute("aria-invalid"); } });
      each("data-slider", (one, name) => { if (one !== except && values[name] != null) one.value = place(one, values[name], input(name)); });
    }

    function place(slider, value, made) {
      const [whole] = written(value, made).split("/").length === 1 ? [Number(written(value, made))] : [Number(shown(value).replace("≈", ""))];
      return String(Math.round(whole / Number(slider.dataset.grain)));
    }

    function showResults() {
      const result = engine.assess(values);
      const wrong = complain(result);
      each("data-score", (one, id) => { one.textContent = score(result.items[id]); mark(one, result.items[id], before.items[id]); });
      each("data-overall", (one, key) => { one.textContent = wrong ? "—" : overall(result, key); });
      each("data-change", (one, key) => { one.textContent = wrong ? "" : change(result[key], before[key]); });
      each("data-vetoes", (one) => { one.textContent = wrong ? "" : vetoed(result); });
      form.querySelector("[data-overall='grade']")?.classList.toggle("sr-changed", !wrong && result.grade !== before.grade);
      each("data-fact", (one, name) => { one.closest(".sr-fact").classList.toggle("sr-moved", (values[name] ?? null) !== (first[name] ?? null)); });
      for (const item of Object.values(result.items)) for (const [id, clause] of Object.entries(item.clauses)) light(id, clause);
      form.dataset.ready = "true";
    }

    function score(item) {
      if (item.level !== null) return item.level;
      if (item.outcome === "not-applicable") return scheme.words["not-applicable"];
      return item.score === null ? `${shown(item.range.lowest)} ${scheme.words.range} ${shown(item.range.highest)}` : shown(item.score);
    }

    function overall(result, key) {
      if (key === "grade") return result.grade ?? result.range.grades.join("／");
      if (result[key] !== null) return key === "total" ? shown(result[key]) : signed(result[key]);
      return key === "total" && result.range.lowest !== null ? `${shown(result.range.lowest)} ${scheme.words.range} ${shown(result.range.highest)}` : "—";
    }

    function vetoed(result) {
      const lit = Object.entries(result.vetoes).filter(([, applies]) => applies === true).map(([id]) => scheme.vetoes[id]);
      const from = result.grade_before_vetoes && result.grade_before_vetoes !== result.grade ? `（${scheme.words.otherwise}${result.grade_before_vetoes}）` : "";
      return lit.length ? scheme.words.vetoed + lit.join("；") + from : "";
    }

    const signed = (text) => (text === "0" ? "0" : text.startsWith("-") ? `−${shown(text.slice(1))}` : `+${shown(text)}`);

    function change(now, then) {
      if (now === null || then === null || now === then) return "";
      return key(now) ? `（${signed(difference(now, then))}）` : "";
    }

    const key = (text) => /^-?[\d./]+$/.test(text);

    function mark(place, now, then) {
      place.classList.toggle("sr-changed", now.score !== then.score || now.level !== then.level);
    }

    function light(id, clause) {
      const row = document.getElementById(`clause-${id}`);
      if (!row) return;
      row.classList.toggle("sr-applies", clause.applies === true);
      row.classList.toggle("sr-unknown", clause.applies === null);
      if (clause.applies === true) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
    }

    function complain(result) {
      const list = form.querySelector(".sr-complaints");
      const unread = [], ours = new Set();
      each("data-fact", (one, name) => { ours.add(name); if (one.getAttribute("aria-invalid") === "true") unread.push(name); });
      const said = [
        ...result.broken.map((id) => scheme.words.broken + scheme.constraints[id]),
        ...result.outside.filter((name) => ours.has(name)).map((name) => scheme.words.outside + scheme.labels[name]),
        ...unread.map((name) => scheme.words.unreadable + scheme.labels[name]),
      ];
      list.replaceChildren(...said.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      return unread.length > 0;
    }

    function address() {
      const given = new URLSearchParams();
      for (const name of Object.keys(scheme.document.inputs)) if ((values[name] ?? null) !== (first[name] ?? null)) given.set(name, write(name));
      const text = given.toString();
      return text ? MARK + text : "";
    }

    function changed(name, value, control) {
      values = { ...values, [name]: value };
      showControls(control);
      showResults();
      keepAddress();
    }

    let kept = true;

    function keepAddress() {
      if (kept) queueMicrotask(() => { kept = true; history.replaceState(null, "", address() || location.pathname + location.search); });
      kept = false;
    }

    form.addEventListener("input", ({ target }) => {
      if (target.dataset.slider) {
        const name = target.dataset.slider;
        const steps = SupervisionRules.times(target.value, target.dataset.grain);
        changed(name, parse(steps, input(name)), target);
      } else if (target.dataset.fact) {
        const name = target.dataset.fact, value = read(name, target.value.trim());
        const wrong = value === null && target.value.trim() !== "";
        target.setAttribute("aria-invalid", String(wrong));
        if (wrong) showResults(); else changed(name, value, target);
      }
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("[data-reset]").addEventListener("click", () => {
      values = { ...first };
      showControls();
      showResults();
      history.replaceState(null, "", location.pathname + location.search);
    });
    form.querySelector("[data-share]").addEventListener("click", async ({ target }) => {
      history.replaceState(null, "", address() || location.pathname + location.search);
      const said = target.textContent;
      try { await navigator.clipboard.writeText(location.href); target.textContent = scheme.words.copied; } catch { window.prompt("", location.href); }
      setTimeout(() => { target.textContent = said; }, 2000);
    });
    addEventListener("hashchange", () => {
      if (!location.hash.startsWith(MARK)) return;
      values = { ...first, ...fromAddress() };
      open();
    });

    function open() {
      showControls();
      showResults();
      const moved = form.querySelectorAll(".sr-moved");
      moved.forEach((one) => { const fold = one.closest("details"); if (fold) fold.open = true; });
      if (!location.hash.startsWith(MARK) || !moved.length) return;
      const go = () => moved[0].scrollIntoView({ block: "center" });
      if (document.readyState === "complete") go(); else addEventListener("load", go, { once: true });
    }

    open();
  }

  document.querySelectorAll("form.sr-try").forEach(start);
})();
