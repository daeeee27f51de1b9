// Both languages stand in the page; the attribute data-lang of its root says which is shown.
var jiaoyan = {};
(function () {
  "use strict";
  var root = document.documentElement, button = document.getElementById("language");
  var titles = { zh: document.title, en: document.title.replace("教研材料文本分析报告", "Report on teaching-research plans") };

  // words in both languages, as elements
  jiaoyan.say = function (zh, en) {
    var both = document.createDocumentFragment();
    [["zh", zh], ["en", en]].forEach(function (each) {
      var span = document.createElement("span");
      span.className = each[0];
      if (each[0] === "en") { span.lang = "en"; }
      span.textContent = each[1];
      both.appendChild(span);
    });
    return both;
  };
  // a number with the word that goes with it, in English
  jiaoyan.some = function (n, one, more) { return n + " " + (n === 1 ? one : more); };
  function choose(language) {
    root.setAttribute("data-lang", language);
    root.lang = language === "en" ? "en" : "zh-CN";
    document.title = titles[language];
    button.textContent = language === "en" ? "中文" : "English";
    button.lang = language === "en" ? "zh-CN" : "en";
  }
  button.addEventListener("click", function () { choose(root.getAttribute("data-lang") === "en" ? "zh" : "en"); });
})();
