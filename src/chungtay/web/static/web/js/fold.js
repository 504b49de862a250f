/* Long lists on phones: <tbody data-ct-fold="phone"> gets a heading that opens and closes its rows; <details data-ct-fold="phone">
   starts closed. Without script everything stays open; printing always shows everything. */
(function () {
  "use strict";
  var phone = window.matchMedia("(max-width: 40rem)");
  function startsClosed(node) { return node.dataset.ctFold === "always" || (node.dataset.ctFold === "phone" && phone.matches); }
  function holdsTarget(node) {
    var id = decodeURIComponent(window.location.hash.slice(1));
    return Boolean(id && node.querySelector("#" + CSS.escape(id)));
  }
  function foldBody(body) {
    var head = body.querySelector("tr.group > th");
    if (!head || head.querySelector(".fold-btn")) return;
    var button = document.createElement("button");
    button.type = "button";
    button.className = "fold-btn";
    while (head.firstChild) button.appendChild(head.firstChild);
    head.appendChild(button);
    function set(open) {
      button.setAttribute("aria-expanded", String(open));
      body.toggleAttribute("data-folded", !open);
    }
    set(!startsClosed(body) || holdsTarget(body));
    button.addEventListener("click", function () { set(body.hasAttribute("data-folded")); });
  }
  function fold(root) {
    root.querySelectorAll("tbody[data-ct-fold]").forEach(foldBody);
    root.querySelectorAll("details[data-ct-fold]").forEach(function (details) {
      if (startsClosed(details) && !holdsTarget(details)) details.open = false;
      details.removeAttribute("data-ct-fold");
    });
  }
  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.fold:not([open])").forEach(function (details) {
      details.open = true;
      opened.push(details);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    opened = [];
  });
  // A link to a row inside a folded group opens the group.
  window.addEventListener("hashchange", function () {
    document.querySelectorAll("tbody[data-folded]").forEach(function (body) {
      if (holdsTarget(body)) body.querySelector(".fold-btn").click();
    });
  });
  document.addEventListener("htmx:load", function (event) { fold(event.target); });
  fold(document);
})();
