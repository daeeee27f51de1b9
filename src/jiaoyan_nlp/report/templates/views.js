// The views: a plan's own page, a passage with its copies, two copies side by side. The address behind # says which is open, so that the
// browser's own buttons lead back. Texts of schools reach the page as text nodes only.
(function () {
  "use strict";
  var say = jiaoyan.say, some = jiaoyan.some, index = jiaoyan.index, words = index.words;
  var report = document.getElementById("report"), view = document.getElementById("view"), contents = document.getElementById("contents");
  var AROUND = 160, MOST_FOUND = 50;
  // where the report was left for a view: the address and how far down
  var address = null, scrolled = 0;

  // an element with attributes and children; a string becomes a text node
  function make(name, attributes, children) {
    var element = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { if (attributes[key] !== null) { element.setAttribute(key, attributes[key]); } });
    [].concat(children === undefined ? [] : children).forEach(function (child) {
      if (child) { element.appendChild(typeof child === "string" ? document.createTextNode(child) : child); }
    });
    return element;
  }
  function both(said) { return say(said[0], said[1]); }
  function percent(share) { return (100 * share).toFixed(1) + "%"; }
  function count(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ","); }
  function place(plan) { return plan.number > 1 ? plan.file + " 第" + plan.number + "篇" : plan.file; }
  function brief(at) {
    var row = index.plans[at];
    return { at: at, file: row[0], number: row[1], title: row[2], school: row[3], year: row[4], kind: row[5] };
  }
  function link(plan, start) { return "#plan-" + plan.at + (start === undefined ? "" : "@" + start); }
  function who(plan, start) {
    return make("p", { class: "who" }, [
      make("b", {}, plan.school), " " + plan.year + " ", make("a", { href: link(plan, start) }, plan.title || place(plan)), make("span", { class: "file" }, place(plan))
    ]);
  }
  function sizes(line) { return line.length + " characters, " + some(line.members, "copy", "copies") + ", " + some(line.schools, "school", "schools"); }
  function passageName(number) { return say("第 " + number + " 段", "no. " + number); }

  // ---- a plan's own page

  function planView(at, focus) {
    return jiaoyan.plan(at).then(function (plan) {
      var share = plan.letters ? percent(plan.shared / plan.letters) : "";
      return [
        make("h2", { tabindex: "-1" }, plan.title || place(plan)),
        make("p", {}, [make("b", {}, plan.school), " " + plan.year + " · ", both(words.plan[plan.kind]), make("span", { class: "file" }, place(plan))]),
        make("p", {}, say("全文 " + count(plan.letters) + " 字，其中与他校重合 " + count(plan.shared) + " 字" + (share && "（" + share + "）") + "。",
          count(plan.letters) + " characters, of which " + count(plan.shared) + (share && " (" + share + ")") + " stand in other schools’ plans.")),
        make("p", { class: "legend" }, [
          make("span", {}, [make("span", { class: "copy" }, "文字"), say("与他处重合（点开看各处）", "shared: click to see where")]),
          make("span", {}, [make("u", { class: "amount" }, "文字"), say("量化承诺", "promised amount")]),
          make("span", {}, [make("mark", {}, "文字"), say("遗留或空位", "leftover or blank")])
        ]),
        copiesOf(plan),
        make("div", { class: "text" }, passagesOf(plan, focus))
      ];
    });
  }
  function copiesOf(plan) {
    if (!plan.copies.length) { return make("p", {}, say("没有与他处重合的文字。", "It shares no text.")); }
    var rows = {};
    plan.copies.forEach(function (c) { rows[c[2]] = rows[c[2]] || c; });
    return make("details", { class: "shares", open: "" }, [
      make("summary", {}, say("与他处重合的 " + Object.keys(rows).length + " 段", some(Object.keys(rows).length, "shared passage", "shared passages"))),
      make("ul", {}, Object.keys(rows).map(function (key) {
        var c = rows[key], line = jiaoyan.line(c[2] + 1);
        return make("li", {}, [
          make("a", { href: "#family-" + line.number }, passageName(line.number)), " ",
          say(line.length + " 字，" + line.members + " 处，" + line.schools + " 所学校", sizes(line)),
          " · ", both(line.scope), line.reference.length ? " · " : null, line.reference.length ? say(line.reference[0], line.reference[1]) : null,
          " ", make("a", { href: "#compare-" + line.number + "-0-" + (c[3] || (line.members > 1 ? 1 : 0)) }, say("对照", "side by side"))
        ]);
      }))
    ]);
  }
  function passagesOf(plan, focus) {
    var before = "";
    return plan.passages.map(function (p) {
      var label = p[2] === before ? null : both(words.label[p[2]]);
      before = p[2];
      return make("div", { class: "passage " + p[3] }, [make("div", { class: "label" }, label), make("p", {}, marked(plan, p[0], p[1], focus))]);
    });
  }
  // the text from start to end with what was found in it: cut wherever something begins or ends
  function marked(plan, start, end, focus) {
    function within(rows) { return rows.filter(function (r) { return r[0] < end && r[1] > start; }); }
    var copies = within(plan.copies), amounts = within(plan.amounts), findings = within(plan.findings), cuts = [start, end];
    copies.concat(amounts, findings).forEach(function (r) { cuts.push(Math.max(start, r[0]), Math.min(end, r[1])); });
    if (focus > start && focus < end) { cuts.push(focus); }
    cuts = cuts.sort(function (a, b) { return a - b; }).filter(function (cut, i, all) { return cut !== all[i - 1]; });
    return cuts.slice(0, -1).map(function (from, i) {
      var to = cuts[i + 1];
      function over(rows) {
        var held = rows.filter(function (r) { return r[0] <= from && r[1] >= to; });
        return held.sort(function (a, b) { return b[1] - b[0] - a[1] + a[0]; })[0];
      }
      return piece(plan, from, to, over(copies), over(amounts), over(findings), focus);
    });
  }
  function piece(plan, from, to, copy, amount, finding, focus) {
    var inner = document.createTextNode(jiaoyan.slice(plan, from, to).join(""));
    if (finding) { inner = make("mark", { title: words.finding[finding[2]].join(" / ") }, inner); }
    if (amount) { inner = make("u", { class: "amount" }, inner); }
    if (copy) {
      // the numbers of all passages that begin here; only the first piece of a passage is a stop of the tabulator
      var begun = plan.copies.filter(function (c) { return c[0] === from; }).map(function (c) { return c[2] + 1; });
      inner = make("a", { class: "copy c" + copy[2] % 6, href: "#family-" + (copy[2] + 1), tabindex: from === copy[0] ? null : "-1" },
        [begun.length ? make("sup", {}, begun.join(",")) : null, inner]);
    }
    return from === focus ? make("span", { id: "focus", class: "focus" }, inner) : inner;
  }

  // ---- a passage with its copies

  function familyView(number) {
    return jiaoyan.family(number).then(function (family) {
      return jiaoyan.plan(family.copies[0].plan).then(function (plan) {
        var first = family.copies[0], exemplar = slotted(plan, first, family.slots);
        return [
          make("h2", { tabindex: "-1" }, [say("重合文本 ", "Shared passage "), passageName(number)]),
          make("p", {}, [
            make("span", { class: "tag" }, both(family.kind)), " ", both(family.scope), " · ",
            say(family.length + " 字，" + family.members + " 处，" + family.schools + " 所学校", sizes(family))
          ]),
          family.reference.length ? make("p", {}, [say("出自", "From "), say(family.reference[0] + "：", family.reference[1] + ": "), family.reference[2]]) : null,
          family.earliest ? make("p", {}, [say("日期最早的一份：", "Dated first: "), family.earliest]) : null,
          family.verdict || family.note ? make("p", { class: "reviewer" }, [say("判断：", "Verdict: "), family.verdict + " " + family.note]) : null,
          make("h3", {}, say("对照文本", "Exemplar")),
          make("p", { class: "note" }, say("选取与其他各处重合最多的一处，只为便于比较，不表示它是来源。", "The copy that shares most with the others, for comparing only: it need not be the source.")), who(plan, first.start), make("blockquote", {}, exemplar), slotTable(family), copyTable(family)
        ];
      });
    });
  }
  function slotted(plan, first, slots) {
    var at = first.start, out = [];
    slots.slice().sort(function (a, b) { return a.start - b.start; }).forEach(function (slot) {
      if (slot.start < at || slot.end > first.end) { return; }
      out.push(jiaoyan.slice(plan, at, slot.start).join(""), make("span", { class: "slot" }, jiaoyan.slice(plan, slot.start, slot.end).join("")));
      at = slot.end;
    });
    return out.concat(jiaoyan.slice(plan, at, first.end).join(""));
  }
  function slotTable(family) {
    var rows = family.slots.map(function (slot) {
      var fillers = {};
      slot.fillers.forEach(function (f) { (fillers["=" + f[0]] = fillers["=" + f[0]] || []).push(index.plans[f[1]][3]); });
      return make("tr", {}, [
        make("th", { scope: "row" }, both(words.slot[slot.kind])),
        make("td", {}, Object.keys(fillers).map(function (key) {
          var schools = fillers[key].filter(function (s, i, all) { return all.indexOf(s) === i; });
          return make("span", { class: "filler" }, [make("q", {}, key.slice(1)), " " + schools.join("、")]);
        }))
      ]);
    });
    return rows.length ? make("div", {}, [make("h3", {}, say("各处填写不同的地方", "What the copies fill in")), table(["填写处", "Slot", "各处所填", "What they have"], rows, "slots")]) : null;
  }
  function table(heads, rows, name) {
    var cells = [];
    for (var i = 0; i < heads.length; i += 2) { cells.push(make("th", { scope: "col" }, say(heads[i], heads[i + 1]))); }
    return make("div", { class: "scroll", tabindex: "0" }, make("table", { class: name }, [make("thead", {}, make("tr", {}, cells)), make("tbody", {}, rows)]));
  }
  function copyTable(family) {
    var rows = family.copies.map(function (c) {
      var plan = brief(c.plan);
      return make("tr", {}, [
        make("td", {}, plan.school), make("td", {}, plan.year),
        make("td", {}, [make("a", { href: link(plan, c.start) }, plan.title || place(plan)), make("span", { class: "file" }, place(plan))]),
        make("td", { class: "when" }, both(words.copy[c.kind])), make("td", { class: "n", "data-zh": "相同比例", "data-en": "similarity" }, c.at ? percent(c.similarity) : []),
        make("td", {}, c.at ? make("a", { href: "#compare-" + family.number + "-0-" + c.at }, [say("对照", "side by side"), make("span", { class: "hidden" }, " " + plan.school)]) : null)
      ]);
    });
    return make("div", {}, [
      make("h3", {}, say("全部 " + rows.length + " 处", "All " + rows.length + " copies")),
      table(["学校（单位）", "School", "学年", "Year", "材料", "Plan", "与对照文本", "Against the exemplar", "相同比例", "Similarity", "并排", "Side by side"], rows, "stack all-copies")
    ]);
  }

  // ---- two copies side by side

  function compareView(number, left, right) {
    return jiaoyan.family(number).then(function (family) {
      var a = family.copies[left], b = family.copies[right];
      return Promise.all([jiaoyan.plan(a.plan), jiaoyan.plan(b.plan)]).then(function (plans) {
        var x = jiaoyan.slice(plans[0], a.start, a.end), y = jiaoyan.slice(plans[1], b.start, b.end), found = jiaoyan.difference(x, y);
        return [
          make("h2", { tabindex: "-1" }, [say("并排对照 ", "Side by side: "), passageName(number)]),
          make("p", {}, make("a", { href: "#family-" + number }, say("这一段的全部 " + family.members + " 处", "all " + family.members + " copies"))),
          chooser(family, left, right), summary(x, y, found),
          make("div", { class: "pair whole" }, [side(plans[0], a, x, found, 1), side(plans[1], b, y, found, 3)])
        ];
      });
    });
  }
  function chooser(family, left, right) {
    function select(id, zh, en, chosen) {
      var options = family.copies.map(function (c) {
        var plan = brief(c.plan);
        return make("option", { value: c.at, selected: c.at === chosen ? "" : null }, plan.school + " " + plan.year + " " + (plan.title || place(plan)));
      });
      var held = make("select", { id: id }, options);
      held.addEventListener("change", function () {
        location.hash = "#compare-" + family.number + "-" + document.getElementById("left").value + "-" + document.getElementById("right").value;
      });
      return make("label", {}, [say(zh, en), held]);
    }
    return make("div", { class: "chooser noprint" }, [select("left", "左边：", "Left: ", left), select("right", "右边：", "Right: ", right)]);
  }
  function summary(x, y, found) {
    if (!found) {
      return make("p", {}, say("两处相差太多，无法逐字对照。", "The two differ too much to be compared character by character."));
    }
    var same = found.reduce(function (n, p) { return n + (p[0] ? p[2] - p[1] : 0); }, 0);
    return make("p", {}, say(
      "左边 " + x.length + " 个字符，右边 " + y.length + " 个，逐字相同的 " + same + " 个（含标点）；底色和下划线标出不同的字，灰字是前后文。",
      x.length + " characters on the left, " + y.length + " on the right, " + same + " equal (punctuation included); what differs is shaded and underlined, the grey text is what stands around."
    ));
  }
  function side(plan, copy, characters, found, at) {
    var before = jiaoyan.slice(plan, copy.start - AROUND, copy.start).join(""), behind = jiaoyan.slice(plan, copy.end, copy.end + AROUND).join("");
    var inner = (found || [[true, 0, characters.length, 0, characters.length]]).map(function (p) {
      var text = characters.slice(p[at], p[at + 1]).join("");
      return p[0] || !text ? text : make("mark", { class: "differs" }, text);
    });
    return make("div", {}, [
      who(plan, copy.start),
      make("blockquote", {}, [
        make("span", { class: "around" }, before), make("span", { class: "within" }, inner), make("span", { class: "around" }, behind)
      ]),
      make("p", { class: "noprint" }, make("a", { href: link(plan, copy.start) }, say("在全文中看", "see it in the plan")))
    ]);
  }

  // ---- which view is open

  function opened() {
    var m;
    if ((m = /^#plan-(\d+)(?:@(\d+))?$/.exec(location.hash)) && index.plans[m[1]]) { return planView(+m[1], m[2] ? +m[2] : -1); }
    if ((m = /^#family-(\d+)$/.exec(location.hash)) && jiaoyan.line(+m[1])) { return familyView(+m[1]); }
    if ((m = /^#compare-(\d+)-(\d+)-(\d+)$/.exec(location.hash)) && jiaoyan.line(+m[1])) { return compareView(+m[1], +m[2], +m[3]); }
    return null;
  }
  function show(content) {
    if (view.hidden) { scrolled = window.pageYOffset; }
    view.textContent = "";
    var print = make("button", { type: "button" }, say("打印本页", "Print this page"));
    print.addEventListener("click", function () { window.print(); });
    view.appendChild(make("p", { class: "back noprint" }, [make("a", { href: "#" }, say("← 回到报告", "← back to the report")), print]));
    content.forEach(function (part) { if (part) { view.appendChild(part); } });
    // a view is printed and handed on without the report
    view.appendChild(make("p", { class: "note" }, say(
      "本页只列出文本事实，供核对之用。文本重合不说明谁写在先，也不说明原因；自动识别可能有误，请以原文为准。",
      "This page states facts about texts, for checking. Shared text does not say who wrote first, nor why; what was recognised may be wrong, the plan itself decides."
    )));
    report.hidden = contents.hidden = true;
    view.hidden = false;
    var focus = document.getElementById("focus"), head = view.querySelector("h2");
    head.focus({ preventScroll: true });
    if (focus) { focus.scrollIntoView({ block: "center" }); } else { window.scrollTo(0, 0); }
  }
  function close() {
    if (view.hidden) { return; }
    view.hidden = true;
    view.textContent = "";
    report.hidden = contents.hidden = false;
    var anchor = location.hash.length > 1 && location.hash !== address && document.getElementById(location.hash.slice(1));
    if (anchor) { anchor.scrollIntoView(); } else { window.scrollTo(0, scrolled); }
  }
  function route() {
    var asked = location.hash, content = opened();
    if (!content) { close(); address = asked; return; }
    content.then(function (parts) { if (location.hash === asked) { show(parts); } }, function (file) {
      show([make("h2", { tabindex: "-1" }, say("缺少文件", "A file is missing")), make("p", {}, say(
        "没有找到 " + file + "。请把 evidence 文件夹和 report.html 放在同一个文件夹里。", file + " was not found. Keep the folder evidence beside report.html."
      ))]);
    });
  }
  window.addEventListener("hashchange", route);
  route();

  // ---- look up a plan

  var input = document.getElementById("find-plan"), list = document.getElementById("found-plans");
  input.addEventListener("input", function () {
    var asked = input.value.trim().toLowerCase().split(/\s+/), found = [], status = input.closest(".find").querySelector(".found");
    list.textContent = status.textContent = "";
    if (!asked[0]) { return; }
    index.plans.forEach(function (row, at) {
      var text = [row[0], row[2], row[3], row[4]].join(" ").toLowerCase();
      if (asked.every(function (word) { return text.indexOf(word) >= 0; })) { found.push(at); }
    });
    status.appendChild(say(found.length + " 份" + (found.length > MOST_FOUND ? "，列出前 " + MOST_FOUND + " 份" : ""), some(found.length, "plan", "plans") + (found.length > MOST_FOUND ? ", the first " + MOST_FOUND : "")));
    found.slice(0, MOST_FOUND).forEach(function (at) {
      var plan = brief(at);
      list.appendChild(make("li", {}, [plan.school + " " + plan.year + " ", make("a", { href: link(plan) }, plan.title || place(plan)), make("span", { class: "file" }, place(plan))]));
    });
  });
})();
