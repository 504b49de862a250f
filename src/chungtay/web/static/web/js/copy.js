/* Copies a text for Zalo or Word: <button data-ct-copy="#id" data-ct-done="Đã chép">. Without script the text can be selected. */
(function () {
  "use strict";
  function select(node) {
    var range = document.createRange();
    range.selectNodeContents(node);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }
  function say(button, text) {
    var word = button.querySelector("[data-ct-word]") || button;
    var was = word.textContent;
    word.textContent = text;
    button.setAttribute("aria-live", "polite");
    window.setTimeout(function () { word.textContent = was; }, 2500);
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-ct-copy]");
    if (!button) return;
    var source = document.querySelector(button.dataset.ctCopy);
    if (!source) return;
    event.preventDefault();
    var text = "value" in source ? source.value : source.textContent.trim();
    var done = function () { say(button, button.dataset.ctDone || button.textContent); };
    var byHand = function () {
      select(source);
      if (document.execCommand("copy")) done();
    };
    // The clipboard is only offered on https and on this machine; a commune's plain http server takes the old way.
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  });
})();
