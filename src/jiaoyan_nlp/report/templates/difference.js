// What two texts have in common, character by character: the shortest edit script (Myers 1986), tidied so that a stray character
// that happens to be equal within a change does not break it up.
(function () {
  "use strict";
  var MOST_EDITS = 3000, STRAY = 1;

  var QUOTES = { "“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "～": "~" };

  // wide and narrow punctuation is the same
  function folded(character) { return QUOTES[character] || (character > "\u2fff" ? character.normalize("NFKC") : character); }

  // pieces in order: [is equal, start and end in a, start and end in b]; null where the texts differ too much to be laid side by side
  jiaoyan.difference = function (a, b) {
    var head = 0, tail = 0, least = Math.min(a.length, b.length);
    a = a.map(folded);
    b = b.map(folded);
    while (head < least && a[head] === b[head]) { head += 1; }
    while (tail < least - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) { tail += 1; }
    var inner = shortest(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
    if (!inner) { return null; }
    var runs = [[0, 0, head]];
    inner.forEach(function (run) { runs.push([run[0] + head, run[1] + head, run[2]]); });
    runs.push([a.length - tail, b.length - tail, tail]);
    return tidied(pieces(runs, a.length, b.length));
  };

  // equal runs [place in a, place in b, length] of a shortest edit script
  function shortest(a, b) {
    var n = a.length, m = b.length, most = Math.min(n + m, MOST_EDITS), offset = most + 1, furthest = new Int32Array(2 * most + 3), trace = [];
    for (var d = 0; d <= most; d += 1) {
      trace.push(furthest.slice(offset - d - 1, offset + d + 2));
      for (var k = -d; k <= d; k += 2) {
        var down = k === -d || (k !== d && furthest[offset + k - 1] < furthest[offset + k + 1]);
        var x = down ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1, y = x - k;
        while (x < n && y < m && a[x] === b[y]) { x += 1; y += 1; }
        furthest[offset + k] = x;
        if (x >= n && y >= m) { return back(trace, n, m); }
      }
    }
    return null;
  }
  function back(trace, x, y) {
    var runs = [];
    for (var d = trace.length - 1; d >= 0; d -= 1) {
      var v = trace[d], at = function (k) { return v[k + d + 1]; }, k = x - y;
      var down = k === -d || (k !== d && at(k - 1) < at(k + 1));
      var before = down ? k + 1 : k - 1, px = d ? at(before) : 0, py = d ? px - before : 0;
      var sx = d ? (down ? px : px + 1) : 0, sy = sx - k;
      if (x > sx) { runs.push([sx, sy, x - sx]); }
      x = px;
      y = py;
    }
    return runs.reverse();
  }
  function pieces(runs, n, m) {
    var out = [], i = 0, j = 0;
    runs.concat([[n, m, 0]]).forEach(function (run) {
      if (run[0] > i || run[1] > j) { out.push([false, i, run[0], j, run[1]]); }
      if (run[2]) {
        var last = out[out.length - 1];
        if (last && last[0]) { last[2] += run[2]; last[4] += run[2]; } else { out.push([true, run[0], run[0] + run[2], run[1], run[1] + run[2]]); }
      }
      i = run[0] + run[2];
      j = run[1] + run[2];
    });
    return out;
  }
  function tidied(held) {
    var out = [];
    held.forEach(function (piece, i) {
      var stray = piece[0] && i > 0 && i < held.length - 1 && piece[2] - piece[1] <= STRAY, last = out[out.length - 1];
      var changed = !piece[0] || stray;
      if (last && changed && !last[0]) { last[2] = piece[2]; last[4] = piece[4]; } else { out.push([!changed, piece[1], piece[2], piece[3], piece[4]]); }
    });
    return out;
  }
})();
