/* The clauses of a scheme worked out exactly: fractions of whole numbers of any size, unknown where a fact is missing.
   The nodes, and what items, totals and grades come to, are those of the exact engine, digit for digit. */
"use strict";

var SupervisionRules = (() => {
  // Exact numbers -----------------------------------------------------------------------------------------------------

  const gcd = (a, b) => { while (b) [a, b] = [b, a % b]; return a < 0n ? -a : a; };

  function ratio(n, d = 1n) {
    if (d < 0n) [n, d] = [-n, -d];
    const common = gcd(n, d) || 1n;
    return { n: n / common, d: d / common };
  }

  const ZERO = ratio(0n);
  const isNumber = (value) => value !== null && typeof value === "object";
  const add = (a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d);
  const subtract = (a, b) => ratio(a.n * b.d - b.n * a.d, a.d * b.d);
  const multiply = (a, b) => ratio(a.n * b.n, a.d * b.d);
  const divide = (a, b) => (b.n === 0n ? null : ratio(a.n * b.d, a.d * b.n));
  const compare = (a, b) => { const left = a.n * b.d, right = b.n * a.d; return left < right ? -1 : left > right ? 1 : 0; };
  const equal = (a, b) => compare(a, b) === 0;
  const least = (values) => values.reduce((a, b) => (compare(b, a) < 0 ? b : a));
  const greatest = (values) => values.reduce((a, b) => (compare(b, a) > 0 ? b : a));
  const sum = (values) => values.reduce(add, ZERO);

  function floor(a) {
    const whole = a.n / a.d;
    return a.n < 0n && whole * a.d !== a.n ? whole - 1n : whole;
  }

  const ceiling = (a) => -floor({ n: -a.n, d: a.d });

  function halfUp(a, places) {
    const scale = 10n ** BigInt(places);
    return ratio(floor(add(multiply(a, ratio(scale)), ratio(1n, 2n))), scale);
  }

  function number(text) {
    const found = /^(-?)(\d+)(?:\.(\d+))?(?:\/(\d+))?$/.exec(text);
    if (!found) throw new Error(`no exact number: ${text}`);
    const [, sign, whole, decimals = "", below = "1"] = found;
    const n = BigInt(whole + decimals);
    return ratio(sign ? -n : n, 10n ** BigInt(decimals.length) * BigInt(below));
  }

  const known = new Map();

  function constant(text) {
    if (!known.has(text)) known.set(text, number(text));
    return known.get(text);
  }

  function decimals(a) {
    let rest = a.d, twos = 0, fives = 0;
    while (rest % 2n === 0n) { rest /= 2n; twos += 1; }
    while (rest % 5n === 0n) { rest /= 5n; fives += 1; }
    return rest === 1n ? Math.max(twos, fives) : null;
  }

  function fixed(a, places) {
    const size = a.n < 0n ? { n: -a.n, d: a.d } : a;
    const scaled = floor(add(multiply(size, ratio(10n ** BigInt(places))), ratio(1n, 2n)));
    const digits = scaled.toString().padStart(places + 1, "0");
    const sign = a.n < 0n && scaled ? "-" : "";
    return sign + (places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits);
  }

  function exact(a) {
    const places = decimals(a);
    return places === null ? `${a.n}/${a.d}` : fixed(a, places);
  }

  function shown(text) {
    const a = number(text), places = decimals(a);
    return places !== null && places <= 4 ? fixed(a, places) : `≈${fixed(a, 4)}`;
  }

  // Nodes: a number, or a list whose first entry says what it is -------------------------------------------------------------------

  const COMPARISONS = {
    ">=": (c) => c >= 0, ">": (c) => c > 0, "<=": (c) => c <= 0, "<": (c) => c < 0, "==": (c) => c === 0, "!=": (c) => c !== 0,
  };
  const ARITHMETIC = { "+": add, "-": subtract, "*": multiply, "/": divide };

  function logic(items, every, env) {
    let result = every;
    for (const item of items) {
      const value = evaluate(item, env);
      if (value === !every) return !every;
      if (value === null) result = null;
    }
    return result;
  }

  function atLeast(k, items, env) {
    const values = items.map((item) => evaluate(item, env));
    const yes = values.filter((value) => value === true).length;
    if (yes >= k) return true;
    return yes + values.filter((value) => value === null).length >= k ? null : false;
  }

  function steps(count, value, size) {
    if (value === null || size === null || size.n === 0n) return null;
    if (value.n <= 0n) return ZERO;
    const found = divide(value, size);
    return count === "whole" ? ratio(floor(found)) : count === "started" ? ratio(ceiling(found)) : found;
  }

  function order(a, b) {
    return isNumber(a) ? compare(a, b) : a === b ? 0 : 1;
  }

  function between(operator, [a, b], [c, d]) {
    if ([a, b, c, d].includes(null)) return null;
    if (operator === "==" || operator === "!=") {
      if (equal(a, b) && equal(b, c) && equal(c, d)) return operator === "==";
      return compare(b, c) < 0 || compare(d, a) < 0 ? operator === "!=" : null;
    }
    const test = COMPARISONS[operator], one = test(compare(a, d)), other = test(compare(b, c));
    return one === other ? one : null;
  }

  function ends(node, env) {
    if (node[0] === "result") return env.results(node[1], node[2]);
    const value = evaluate(node, env);
    return [value, value];
  }

  const TRUE = ["and"];

  function evaluate(node, env) {
    if (typeof node === "string") return constant(node);
    const [kind, first, second] = node;
    switch (kind) {
      case "text": return first;
      case "ref": return env.value(first);
      case "and": return logic(node.slice(1), true, env);
      case "or": return logic(node.slice(1), false, env);
      case "not": { const value = evaluate(first, env); return value === null ? null : !value; }
      case "at_least": return atLeast(first, node.slice(2), env);
      case "min": case "max": {
        const values = node.slice(1).map((item) => evaluate(item, env));
        return values.includes(null) ? null : kind === "min" ? least(values) : greatest(values);
      }
      case "whole": case "started": case "continuous": return steps(kind, evaluate(first, env), evaluate(second, env));
      case "round": { const value = evaluate(second, env); return value === null ? null : halfUp(value, first); }
      case "result": { const [low, high] = env.results(first, second); return low === high ? low : null; }
    }
    if (kind in COMPARISONS && (first[0] === "result" || second[0] === "result")) return between(kind, ends(first, env), ends(second, env));
    const left = evaluate(first, env), right = evaluate(second, env);
    if (left === null || right === null) return null;
    return kind in COMPARISONS ? COMPARISONS[kind](order(left, right)) : ARITHMETIC[kind](left, right);
  }

  function references(node, found = new Set()) {
    if (node[0] === "ref") found.add(node[1]);
    else if (Array.isArray(node)) for (const part of node) if (Array.isArray(part)) references(part, found);
    return found;
  }

  // Points and bonuses ------------------------------------------------------------------------------------------------

  function scoreItem(engine, item, sign, env) {
    const limit = constant(item.limit), from = sign < 0 ? limit : ZERO;
    const applies = evaluate(item.applies ?? TRUE, env);
    const clauses = {}, adjustments = [], open = [];
    let low = ZERO, high = ZERO;
    for (const part of item.parts) {
      let [partLow, partHigh] = scorePart(part, sign, env, clauses, adjustments, open);
      if (part.at_most !== undefined) {
        const cap = constant(part.at_most);
        if (compare(partLow, cap) > 0) adjustments.push(adjusted("at-most", subtract(partLow, cap), -sign));
        partLow = least([partLow, cap]);
        partHigh = least([partHigh, cap]);
      }
      low = add(low, partLow);
      high = add(high, partHigh);
    }
    if (applies === false) {
      const out = engine.document.not_applicable === "rescale" && sign < 0;
      return { outcome: "not-applicable", applies, limit, out, clauses: {}, adjustments: [], missing: [], ...span(from, from), score: out ? null : from };
    }
    const missing = open.flatMap((clause) => env.missing([clause.when, clause.amount]));
    const result = decide(item, sign, limit, from, low, high);
    if (result.score !== null) result.adjustments = [...adjustments, ...ledgerEnd(item, sign, limit, from, low)];
    const pending = result.score === null ? missing : [];
    if (applies === null) {
      const about = [...env.missing([item.applies ?? TRUE]), ...pending];
      return { outcome: "pending", applies, limit, clauses, adjustments: [], missing: about, ...span(ZERO, limit), score: null };
    }
    return { outcome: result.score === null ? "pending" : "scored", applies, limit, clauses, missing: pending, ...result };
  }

  const span = (low, high) => ({ low, high });
  const adjusted = (cause, amount, sign) => ({ cause, amount: exact(sign < 0 ? subtract(ZERO, amount) : amount) });

  function scorePart(part, sign, env, clauses, adjustments, open) {
    let low = ZERO, high = ZERO;
    for (const group of part.groups) {
      const found = group.clauses.map((clause) => judge(clause, env, clauses)).filter((one) => one.applies !== false);
      if (!found.length) continue;
      const certain = found.filter((one) => one.applies);
      const possible = certain.length ? certain : found;
      open.push(...possible.filter((one) => !one.applies || one.amount === null).map((one) => one.clause));
      high = add(high, greatest(possible.map((one) => one.high)));
      if (certain.length) low = add(low, sum(certain.map((one) => one.low)));
      else if (group.exhaustive) {
        const lowest = least(possible.map((one) => one.amount ?? ZERO));
        if (lowest.n) adjustments.push(adjusted("at-least", lowest, sign));
        low = add(low, lowest);
      }
    }
    return [low, high];
  }

  function judge(clause, env, clauses) {
    const applies = evaluate(clause.when, env);
    const amount = applies === false ? ZERO : evaluate(clause.amount, env);
    clauses[clause.id] = { applies, amount: amount === null ? null : exact(amount) };
    return { clause, applies, amount, low: applies && amount !== null ? amount : ZERO, high: amount ?? constant(clause.most) };
  }

  function decide(item, sign, limit, from, low, high) {
    const [one, other] = [low, high].map((end) => rounded(scored(from, sign, end, limit), item.places));
    return { ...span(least([one, other]), greatest([one, other])), score: equal(one, other) ? one : null, adjustments: [] };
  }

  const scored = (from, sign, counted, limit) => (sign < 0 ? subtract : add)(from, least([counted, limit]));
  const rounded = (value, places) => (places == null ? value : halfUp(value, places));

  function ledgerEnd(item, sign, limit, from, counted) {
    const found = [], over = subtract(counted, limit), before = scored(from, sign, counted, limit);
    if (over.n > 0n) found.push(adjusted(sign < 0 ? "zero-floor" : "cap", over, -sign));
    const by = subtract(rounded(before, item.places), before);
    if (by.n) found.push(adjusted("rounding", by, 1));
    return found;
  }

  // Totals and grades -------------------------------------------------------------------------------------------------

  function view(engine, points, bonuses, fullMarks) {
    const document = engine.document;
    const seen = (one) => (fullMarks && one.city && points.includes(one) ? [one.high, one.high] : [one.low, one.high]);
    const counted = points.filter((one) => !one.out);
    let base = null;
    if (points.some((one) => one.applies)) {
      const scale = divide(constant(document.base), sum(counted.map((one) => one.limit)));
      base = [0, 1].map((end) => multiply(sum(counted.map((one) => seen(one)[end])), scale));
    }
    const capped = (value) => (document.bonus_cap === null ? value : least([value, constant(document.bonus_cap)]));
    const bonus = [0, 1].map((end) => capped(sum(bonuses.map((one) => seen(one)[end]))));
    const total = base && [0, 1].map((end) => rounded(add(base[end], bonus[end]), document.total_places));
    const items = new Map([...points, ...bonuses].map((one) => [one.id, one]));
    const results = (of, argument) => {
      if (of === "count") return countLevel(points, seen, ratio(BigInt(document.levels.indexOf(argument))));
      if (of === "score") return seen(items.get(argument));
      if (of === "met") return seen(items.get(argument)).map((end) => compare(end, items.get(argument).limit) >= 0);
      return (of === "total" ? total : base) ?? [null, null];
    };
    return { base, bonus, total, results };
  }

  function countLevel(points, seen, wanted) {
    let certain = 0n, possible = 0n;
    for (const one of points) {
      const [low, high] = seen(one), score = subtract(one.limit, wanted);
      if (equal(low, high) && equal(low, score)) certain += 1n;
      if (compare(low, score) <= 0 && compare(score, high) <= 0) possible += 1n;
    }
    return [ratio(certain), ratio(possible)];
  }

  function grade(document, env) {
    let possible = new Set();
    for (const [rank, step] of document.ladder.entries()) {
      const holds = evaluate(step.when, env);
      if (holds !== false) possible.add(rank);
      if (holds) break;
    }
    const before = possible, last = document.ladder.length - 1;
    const lowered = (change, certain) => { const down = [...possible].map(change); possible = new Set(certain ? down : [...possible, ...down]); };
    const vetoes = document.vetoes.map((veto) => ({ ...veto, applies: evaluate(veto.when, env) })).filter((veto) => veto.applies !== false);
    const drops = vetoes.filter((veto) => veto.effect === "drop");
    if (drops.length) lowered((rank) => Math.min(rank + 1, last), drops.some((veto) => veto.applies));
    for (const veto of vetoes) {
      if (veto.effect === "drop") continue;
      const limit = veto.effect === "fail" ? last : document.ladder.findIndex((step) => step.id === veto.grade);
      lowered((rank) => Math.max(rank, limit), veto.applies);
    }
    const named = (ranks) => [...ranks].sort((a, b) => a - b).map((rank) => document.ladder[rank].id);
    return { before: named(before), after: named(possible) };
  }

  function overallAdjustments(points, bonuses, seen) {
    const found = [];
    const out = points.filter((one) => one.out);
    if (seen.base && equal(...seen.base) && out.length) {
      const counted = sum(points.filter((one) => !one.out).map((one) => (one.city ? one.high : one.low)));
      found.push(adjusted("not-applicable", sum(out.map((one) => one.limit)), -1), adjusted("rescale", subtract(seen.base[0], counted), 1));
    }
    if (equal(...seen.bonus)) {
      const over = subtract(seen.bonus[0], sum(bonuses.map((one) => one.low)));
      if (over.n) found.push(adjusted("overall-cap", over, 1));
    }
    if (seen.total && equal(...seen.base) && equal(...seen.bonus) && equal(...seen.total)) {
      const by = subtract(subtract(seen.total[0], seen.base[0]), seen.bonus[0]);
      if (by.n) found.push(adjusted("rounding", by, 1));
    }
    return found;
  }

  // A case ------------------------------------------------------------------------------------------------------------

  function take(input, value) {
    return value === undefined || value === null ? null : input.kind === "number" || input.kind === "date" ? number(value) : value;
  }

  function outside(input, value) {
    if (!isNumber(value)) return false;
    const given = divide(value, constant(input.factor ?? "1")), places = decimals(given);
    if (input.kind === "number" && (places === null || places > (input.places ?? 0))) return true;
    return input.low !== undefined && (compare(value, constant(input.low)) < 0 || compare(value, constant(input.high)) > 0);
  }

  function engine(document) {
    const behind = new Map();

    function inputsBehind(name) {
      if (!behind.has(name)) {
        behind.set(name, new Set());
        const found = document.derived[name] ? [...references(document.derived[name])].flatMap((one) => [...inputsBehind(one)]) : [name];
        behind.set(name, new Set(found));
      }
      return behind.get(name);
    }

    function prepare(given) {
      const values = new Map();
      for (const name of Object.keys(given)) if (!(name in document.inputs)) throw new Error(`no fact of this name: ${name}`);
      for (const [name, input] of Object.entries(document.inputs)) values.set(name, take(input, given[name]));
      for (const [name, value] of Object.entries(document.constants)) values.set(name, constant(value));
      const env = {
        value: (name) => values.get(name),
        missing: (nodes) => {
          const names = new Set(nodes.flatMap((node) => [...references(node)].flatMap((name) => [...inputsBehind(name)])));
          return [...names].filter((name) => name in document.inputs && values.get(name) === null);
        },
      };
      for (const [name, node] of Object.entries(document.derived)) values.set(name, evaluate(node, env));
      return { values, env };
    }

    function scoreAll(items, sign, env) {
      return items.map((item) => {
        const one = { id: item.id, sign, ...scoreItem(self, item, sign, env) };
        const city = one.missing.length > 0 && one.missing.every((name) => document.inputs[name].supplier === "city");
        return { ...one, city: one.outcome === "pending" && city };
      });
    }

    function told(one) {
      const level = document.levels.length && one.sign < 0 && equal(one.low, one.high) && one.outcome !== "pending"
        ? document.levels[Number(subtract(one.limit, one.low).n)] : null;
      return {
        outcome: one.outcome, score: one.score === null ? null : exact(one.score), level, awaits_city: one.city,
        range: { lowest: exact(one.low), highest: exact(one.high) }, clauses: one.clauses, adjustments: one.adjustments,
      };
    }

    function assess(given) {
      const { values, env } = prepare(given);
      const points = scoreAll(document.points, -1, env), bonuses = scoreAll(document.bonuses, 1, env);
      const seen = view(self, points, bonuses, true), all = view(self, points, bonuses, false);
      const judged = grade(document, { ...env, results: seen.results });
      const possible = grade(document, { ...env, results: all.results });
      const counts = document.measure === "points";
      const decided = (pair) => (counts && pair && equal(...pair) ? exact(pair[0]) : null);
      const adjustments = counts ? overallAdjustments(points, bonuses, seen) : [];
      const base = decided(seen.base);
      const apart = adjustments.filter((one) => one.cause === "not-applicable" || one.cause === "rescale").map((one) => number(one.amount));
      const text = (value) => (isNumber(value) ? exact(value) : value);
      return {
        values: Object.fromEntries([...values].map(([name, value]) => [name, text(value)])),
        items: Object.fromEntries([...points, ...bonuses].map((one) => [one.id, told(one)])),
        deductions: base === null ? null : exact(subtract(subtract(number(base), constant(document.base)), sum(apart))),
        base_score: base, bonus: decided(seen.bonus), total: decided(seen.total), adjustments,
        grade: judged.after.length === 1 ? judged.after[0] : null,
        grade_before_vetoes: judged.before.length === 1 ? judged.before[0] : null,
        range: {
          lowest: counts && all.total ? exact(all.total[0]) : null, highest: counts && all.total ? exact(all.total[1]) : null, grades: possible.after,
        },
        vetoes: Object.fromEntries(document.vetoes.map((veto) => [veto.id, evaluate(veto.when, { ...env, results: seen.results })])),
        broken: Object.entries(document.constraints).filter(([, node]) => evaluate(node, env) === false).map(([id]) => id),
        outside: Object.entries(document.inputs).filter(([name, input]) => outside(input, values.get(name))).map(([name]) => name),
      };
    }

    const self = { document, assess };
    return self;
  }

  // Numbers as people write them --------------------------------------------------------------------------------------

  function parse(text, input) {
    const plain = text.normalize("NFKC").replace(/[\s,_]/g, "").replace(/−/g, "-");
    if (!/^-?\d+(\.\d+)?(\/\d*[1-9]\d*)?$/.test(plain)) return null;
    return exact(multiply(number(plain), constant(input.factor ?? "1")));
  }

  const written = (value, input) => exact(divide(number(value), constant(input.factor ?? "1")));
  const difference = (a, b) => exact(subtract(number(a), number(b)));
  const times = (a, b) => exact(multiply(number(a), number(b)));

  return { engine, parse, written, shown, difference, times };
})();
