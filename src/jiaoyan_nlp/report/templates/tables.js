// Tables are sorted by a click on a head, and filtered by words.
(function () {
  "use strict";
  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
  function shown(cell) {
    var en = document.documentElement.getAttribute("data-lang") === "en";
    var said = cell.querySelector(en ? ".en" : ".zh");
    return (said || cell).textContent.trim();
  }
  function compared(a, b) {
    var x = parseFloat(a.getAttribute("data-n")), y = parseFloat(b.getAttribute("data-n"));
    return isNaN(x) || isNaN(y) ? shown(a).localeCompare(shown(b), "zh") : x - y;
  }
  each("button.sort", function (button) {
    button.addEventListener("click", function () {
      var head = button.parentNode, body = head.closest("table").tBodies[0], at = head.cellIndex;
      var down = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") === "ascending" : head.className.indexOf("n") >= 0;
      Array.prototype.forEach.call(head.parentNode.cells, function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var rows = Array.prototype.map.call(body.rows, function (row, i) { return [row, i]; });
      rows.sort(function (a, b) {
        var order = compared(a[0].cells[at], b[0].cells[at]);
        return (down ? -order : order) || a[1] - b[1];
      });
      rows.forEach(function (row) { body.appendChild(row[0]); });
    });
  });
  each("[data-find]", function (input) {
    var body = document.getElementById(input.getAttribute("data-find")).tBodies[0];
    var found = input.closest(".find").querySelector(".found");
    input.addEventListener("input", function () {
      var words = input.value.trim().toLowerCase().split(/\s+/), count = 0;
      Array.prototype.forEach.call(body.rows, function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
        count += row.hidden ? 0 : 1;
      });
      found.textContent = "";
      if (input.value.trim()) { found.appendChild(jiaoyan.say(count + " 行", jiaoyan.some(count, "row", "rows"))); }
    });
  });
  // what is folded on the screen is shown on paper
  window.addEventListener("beforeprint", function () { each("details", function (d) { d.open = true; }); });
})();
