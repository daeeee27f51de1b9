// The evidence: an index in the page, and chunks that are in it too or in files beside it, which are loaded when a view needs them.
(function () {
  "use strict";
  var index = JSON.parse(document.getElementById("index").textContent), chunks = {}, waiting = {};

  jiaoyan.index = index;
  // a file of evidence hands itself over by calling this
  jiaoyan.receive = function (number, records) { chunks[number] = records; };

  function chunk(number) {
    var held = document.getElementById("chunk-" + number);
    if (!chunks[number] && held) { chunks[number] = JSON.parse(held.textContent); }
    if (chunks[number]) { return Promise.resolve(chunks[number]); }
    if (!waiting[number]) {
      waiting[number] = new Promise(function (done, failed) {
        var script = document.createElement("script"), file = "evidence/" + ("000" + number).slice(-4) + ".js";
        script.src = file;
        script.onload = function () { if (chunks[number]) { done(chunks[number]); } else { failed(file); } };
        script.onerror = function () { delete waiting[number]; failed(file); };
        document.head.appendChild(script);
      });
    }
    return waiting[number];
  }
  function record(place) { return chunk(place[0]).then(function (records) { return records[place[1]]; }); }

  // a plan with its text as an array of characters: places are counted in these, not in the units of UTF-16
  jiaoyan.plan = function (at) {
    var row = index.plans[at];
    return record(row[8]).then(function (r) {
      return {
        at: at, file: row[0], number: row[1], title: row[2], school: row[3], year: row[4], kind: row[5], letters: row[6], shared: row[7],
        start: r[0], text: Array.from(r[1]), passages: r[2], copies: r[3], amounts: r[4], findings: r[5]
      };
    });
  };
  jiaoyan.line = function (number) {
    var row = index.families[number - 1];
    return row && {
      number: number, id: row[0], length: row[1], members: row[2], schools: row[3], kind: row[4], scope: row[5], reference: row[6], earliest: row[7],
      opening: row[8], verdict: row[9], note: row[10], place: row[11]
    };
  };
  jiaoyan.family = function (number) {
    var line = jiaoyan.line(number);
    return record(line.place).then(function (r) {
      line.copies = r[0].map(function (c, i) { return { at: i, plan: c[0], start: c[1], end: c[2], kind: c[3], similarity: c[4] }; });
      line.slots = r[1].map(function (s) { return { kind: s[0], start: s[1], end: s[2], fillers: s[3] }; });
      return line;
    });
  };
  // the characters from start to end, places in the source text
  jiaoyan.slice = function (plan, start, end) { return plan.text.slice(Math.max(0, start - plan.start), Math.max(0, end - plan.start)); };
})();
