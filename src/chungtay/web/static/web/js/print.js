/* A print button: <button data-ct-print>. It is hidden in the markup and shown here: without script the browser's own menu prints. */
(function () {
  "use strict";
  document.querySelectorAll("[data-ct-print]").forEach(function (button) { button.hidden = false; });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-ct-print]")) window.print();
  });
})();
