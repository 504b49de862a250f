/* Plan review: the field in hand lights up its place in the source, and a place in the source leads to its field.
   Field: data-ct-ref="w10"; place: <mark id="w10" data-ct-ref="w10"> in text, .spot on a
   picture. Without script the numbers are plain links. */
(function () {
  "use strict";
  var PLACE = "mark[data-ct-ref], .spot[data-ct-ref]";
  function scrollInPane(node) {
    var pane = node.closest(".source-pane > *, .scroll");
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    var box = node.getBoundingClientRect();
    var frame = pane.getBoundingClientRect();
    if (box.top < frame.top + 24 || box.bottom > frame.bottom - 24) {
      pane.scrollTop += box.top - frame.top - pane.clientHeight / 3;
    }
  }
  function dark() {
    document.querySelectorAll("mark[aria-current], .spot[aria-current]").forEach(function (mark) { mark.removeAttribute("aria-current"); });
    document.querySelectorAll(".read[data-open]").forEach(function (read) { read.removeAttribute("data-open"); });
  }
  function light(ref) {
    dark();
    var named = '[data-ct-ref~="' + CSS.escape(ref) + '"]';
    var marks = document.querySelectorAll(".spot" + named + ", mark" + named);
    marks.forEach(function (mark) { mark.setAttribute("aria-current", "true"); });
    if (marks.length) scrollInPane(marks[0]);
    var field = document.querySelector('.read[data-ct-ref="' + CSS.escape(ref) + '"]');
    if (field) field.setAttribute("data-open", "");
    return field;
  }
  document.addEventListener("focusin", function (event) {
    var field = event.target.closest(".read");
    if (!field || !document.querySelector(PLACE)) return;
    if (field.dataset.ctRef) light(field.dataset.ctRef);
    else { // read from nowhere: no place stays lit that belongs to another value
      dark();
      field.setAttribute("data-open", "");
    }
  });
  document.addEventListener("click", function (event) {
    var number = event.target.closest(".read .ref[href^='#']");
    if (number) {
      event.preventDefault();
      light(number.closest(".read").dataset.ctRef || number.getAttribute("href").slice(1));
      return;
    }
    var mark = event.target.closest(PLACE);
    if (!mark) return;
    var field = light(mark.dataset.ctRef.split(" ")[0]);
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    var first = field.querySelector("input, select, textarea, button, a");
    if (first) first.focus({ preventScroll: true });
  });
})();
