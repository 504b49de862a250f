/* Plan review by keyboard: j/k to the next or previous open value or word, Enter or d = Đúng, s = Sửa, n = Không nêu,
   c = all plain values of the part, 1 to 3 = a reading that is offered, h = take the last answer back, z = enlarge the source. After an answer the focus goes to the next open value, so it is never lost when a value is swapped. Without script the buttons do it all. */
(function () {
  "use strict";
  var help = document.getElementById("phim-tat");
  if (!help) return;
  help.hidden = false;

  function button(field, answer) { return field.querySelector('.answers button[value="' + answer + '"]'); }
  function open(field) { return Boolean(button(field, "not_stated") || button(field, "confirmed")); }
  var ROWS = "#doi-chieu .read[id^='m'], #doi-chieu .read[id^='c']", ROW = ".read[id^='m'], .read[id^='c']";
  function fields() { return Array.prototype.slice.call(document.querySelectorAll(ROWS)); }
  function current() {
    var field = document.activeElement && document.activeElement.closest(ROW);
    return field || fields().filter(function (one) { return one.hasAttribute("data-open"); })[0];
  }
  function go(field) {
    if (!field) return;
    field.tabIndex = -1;
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  }
  function step(way) {
    var all = fields(), at = all.indexOf(current());
    var rest = way > 0 ? all.slice(at + 1) : (at < 0 ? all : all.slice(0, at)).reverse();
    go(rest.filter(open)[0]);
  }
  function correct(field) {
    var details = field.querySelector(".answers details");
    if (!details) return false;
    details.open = true;
    var box = details.querySelector("input:not([type=hidden]), textarea, select");
    if (!box) return false;
    box.focus();
    if (box.select) box.select();
    return true;
  }
  function together(field) { // the answer to all plain values of the part that the value belongs to
    var node = field;
    while (node && !node.classList.contains("together")) node = node.nextElementSibling;
    return node && node.querySelector("button");
  }
  function press(found) {
    if (found) found.click();
    return Boolean(found);
  }
  function does(key, field, onField) {
    switch (key) {
      case "j": step(1); return true;
      case "k": step(-1); return true;
      case "d": return Boolean(field) && press(button(field, "confirmed"));
      case "Enter": return Boolean(field) && onField && press(button(field, "confirmed"));
      case "n": return Boolean(field) && press(button(field, "not_stated"));
      case "s": return Boolean(field) && correct(field);
      case "1": case "2": case "3":
        return Boolean(field) && press(field.querySelectorAll('.answers button[name="choose"]')[Number(key) - 1]);
      case "c": return Boolean(field) && press(together(field));
      case "h": return takeBack();
      case "z": return zoom();
    }
    return false;
  }
  function takeBack() { // the value answered last, or the one in hand
    var row = document.getElementById(last) || current();
    return Boolean(row) && press(button(row, "undo"));
  }
  var pane = document.querySelector(".sheets"), zoomer = document.getElementById("phong-to"), last = "";
  function zoom() {
    if (!zoomer || zoomer.hidden) return false;
    var on = pane.classList.toggle("zoomed");
    zoomer.setAttribute("aria-pressed", String(on));
    var lit = pane.querySelector("[aria-current]");
    if (lit) show(lit);
    return true;
  }
  function show(node) { // sideways too: an enlarged page is wider than its pane
    var box = node.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    if (box.left < frame.left || box.right > frame.right) pane.scrollLeft += box.left - frame.left - 60;
    if (box.top < frame.top || box.bottom > frame.bottom) pane.scrollTop += box.top - frame.top - pane.clientHeight / 3;
  }
  if (zoomer && pane && pane.querySelector(".face")) {
    zoomer.hidden = false;
    zoomer.addEventListener("click", zoom);
  }
  document.addEventListener("focusin", function () {
    var lit = pane && pane.classList.contains("zoomed") && pane.querySelector("[aria-current]");
    if (lit) show(lit);
  });

  function arrive() { // by a link to a value: the keys go on from there
    var field = location.hash && document.getElementById(location.hash.slice(1));
    if (field && field.matches(ROW)) go(field);
    else if (location.hash === "#plan-steps" && last === "") {
      var done = document.querySelector("#plan-steps button, #plan-steps a");
      if (done) done.focus();
    }
  }
  window.addEventListener("hashchange", arrive);
  arrive();

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    var typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape" && typing.closest(".answers details")) { // back from correcting, nothing is lost
        typing.closest("details").open = false;
        go(typing.closest(".read"));
      }
      return;
    }
    var field = current();
    if (does(event.key, field, event.target === field)) event.preventDefault();
  });

  var answered = "";
  document.addEventListener("htmx:beforeRequest", function (event) {
    var field = event.target.closest(ROW);
    if (field) answered = field.id;
  });
  document.addEventListener("htmx:afterSettle", function () {
    var field = answered && document.getElementById(answered);
    answered = "";
    if (!field) return;
    last = field.id;
    if (field.querySelector(".answers .error")) correct(field);
    else if (open(field)) go(field); // taken back: look at it again
    else {
      var all = fields(), at = all.indexOf(field);
      var next = all.slice(at + 1).concat(all.slice(0, at)).filter(open)[0];
      if (next) go(next);
      else {
        var done = document.querySelector("#plan-steps button, #plan-steps a");
        if (done) done.focus(); else go(field);
      }
    }
  });
})();
