/* Asks before leaving a form with unsaved typing: <form data-ct-guard>. Sending the form is not leaving it. */
(function () {
  "use strict";
  var dirty = new Set();
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-ct-guard]");
    if (form) dirty.add(form);
  });
  document.addEventListener("submit", function (event) { dirty.delete(event.target); });
  window.addEventListener("beforeunload", function (event) {
    dirty.forEach(function (form) { if (!form.isConnected) dirty.delete(form); });
    if (!dirty.size) return;
    event.preventDefault();
    event.returnValue = "";
  });
})();
