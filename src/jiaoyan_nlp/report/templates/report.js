(function () {
  "use strict";
  function number(cell) { var n = parseFloat(cell.getAttribute("data-n")); return isNaN(n) ? null : n; }
  function sortBy(head) {
    var table = head.closest("table"), body = table.tBodies[0], at = head.cellIndex;
    var down = head.getAttribute("data-sort") !== "down";
    head.setAttribute("data-sort", down ? "down" : "up");
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (a, b) {
      var x = number(a.cells[at]), y = number(b.cells[at]);
      var order = x !== null && y !== null ? x - y : a.cells[at].textContent.localeCompare(b.cells[at].textContent, "zh");
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }
  Array.prototype.forEach.call(document.querySelectorAll("th[data-sort]"), function (head) {
    head.addEventListener("click", function () { sortBy(head); });
  });
  // what is folded on the screen is shown on paper
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("details"), function (d) { d.setAttribute("open", ""); });
  });
})();
