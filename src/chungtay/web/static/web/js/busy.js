/* A form is sent once: its submit button says it is busy and ignores further presses. Word: data-ct-busy="Đang lưu". */
(function () {
  "use strict";
  function setBusy(button) {
    if (!button || button.hasAttribute("data-ct-free")) return;
    button.setAttribute("aria-busy", "true");
    var word = button.querySelector("[data-ct-word]");
    if (word && button.dataset.ctBusy) {
      button.dataset.ctWas = word.textContent;
      word.textContent = button.dataset.ctBusy;
    }
  }
  function setFree(button) {
    button.removeAttribute("aria-busy");
    var word = button.querySelector("[data-ct-word]");
    if (word && button.dataset.ctWas) word.textContent = button.dataset.ctWas;
  }
  document.addEventListener("click", function (event) {
    var locked = event.target.closest('[aria-disabled="true"]');
    if (locked) event.preventDefault();
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method === "get") return;
    if (form.dataset.ctSent) { event.preventDefault(); return; }
    if (!form.hasAttribute("hx-post")) form.dataset.ctSent = "1";
    setBusy(event.submitter || form.querySelector('[type="submit"]'));
  });
  // Back from the next page (also out of the browser's memory): the form may be sent again.
  function freeAll() {
    document.querySelectorAll("form[data-ct-sent]").forEach(function (form) { delete form.dataset.ctSent; });
    document.querySelectorAll('[aria-busy="true"][data-ct-busy]').forEach(setFree);
  }
  window.addEventListener("pageshow", freeAll);
  document.addEventListener("htmx:afterRequest", freeAll);
})();
