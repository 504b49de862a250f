/* Keyboard: "/" and Ctrl+K go to the search box, Ctrl+Enter sends the form in hand, Escape closes an open menu, Ctrl+P is the browser's own. */
(function () {
  "use strict";
  function typing(node) { return Boolean(node.closest("input, textarea, select, [contenteditable]")); }
  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return; // Vietnamese typing tools compose letters
    var slash = event.key === "/" && !event.ctrlKey && !event.altKey && !event.metaKey && !typing(event.target);
    if (slash || (String(event.key).toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey)) {
      var boxes = Array.prototype.filter.call(
        document.querySelectorAll("[data-ct-search]"),
        function (box) { return box.offsetParent !== null; }
      );
      if (!boxes.length) return;
      event.preventDefault();
      boxes[0].focus();
      boxes[0].select();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form && event.target.form.requestSubmit) {
      event.preventDefault();
      event.target.form.requestSubmit();
    } else if (event.key === "Escape") {
      document.querySelectorAll(".top details[open]").forEach(function (menu) {
        menu.open = false;
        if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      });
    }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".top details[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
})();
