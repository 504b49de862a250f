/* Confirms one irreversible act: <a href="…the page that asks the same…" data-ct-dialog="id">. Without script the link opens that page. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-ct-dialog]");
    if (opener) {
      var dialog = document.getElementById(opener.dataset.ctDialog);
      if (dialog && dialog.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
      return;
    }
    var closer = event.target.closest("[data-ct-close]");
    if (closer && closer.closest("dialog")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });
})();
