/* Typing outlives a failed sending. When the answer to a form is a page of trouble (session ended, page too old, someone
   saved first, server in trouble, no answer at all), what was typed is kept in this tab and offered again on the page it
   came from, to the same person only. Never passwords, never files; gone with the tab. */
(function () {
  "use strict";
  var KEY = "ct-kept";
  var who = document.body.dataset.ctWho || "";
  function read() {
    try { return JSON.parse(window.sessionStorage.getItem(KEY)); } catch (error) { return null; }
  }
  function write(kept) {
    try {
      if (kept) window.sessionStorage.setItem(KEY, JSON.stringify(kept));
      else window.sessionStorage.removeItem(KEY);
    } catch (error) { /* a full or forbidden store: the browser's own Back still has the fields */ }
  }
  function typed(node) {
    return node.name && !node.disabled && ["hidden", "password", "file", "submit", "button"].indexOf(node.type) < 0 && node.tagName !== "BUTTON";
  }
  function target(form) { return new URL(form.getAttribute("action") || "", window.location.href).pathname; }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (document.body.hasAttribute("data-ct-trouble") || (form.method === "get" && !form.hasAttribute("hx-post"))) return;
    var fields = Array.prototype.filter.call(form.elements, typed).map(function (node) {
      return [node.name, node.value, node.type === "checkbox" || node.type === "radio" ? node.checked : null];
    });
    var same = Array.prototype.filter.call(form.querySelectorAll('input[type="hidden"]'), function (node) {
      return ["csrfmiddlewaretoken", "version", "next"].indexOf(node.name) < 0;
    }).map(function (node) { return [node.name, node.value]; });
    write(who && fields.length ? { who: who, page: window.location.pathname, action: target(form), fields: fields, same: same } : null);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.detail.successful && !event.detail.xhr.getResponseHeader("HX-Redirect")) write(null);
  });

  function formOf(kept) {
    return Array.prototype.find.call(document.forms, function (form) {
      return target(form) === kept.action && kept.same.every(function (pair) {
        return Array.prototype.some.call(form.elements, function (node) { return node.name === pair[0] && node.value === pair[1]; });
      });
    });
  }
  function fill(form, kept) {
    var places = new Map();
    kept.fields.forEach(function (entry) {
      var nodes = Array.prototype.filter.call(form.elements, function (node) { return typed(node) && node.name === entry[0]; });
      var place = places.get(entry[0]) || 0;
      places.set(entry[0], place + 1);
      var node = nodes[place];
      if (!node) return;
      if (entry[2] === null) node.value = entry[1];
      else node.checked = entry[2];
      for (var fold = node.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      node.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  var kept = read();
  if (!kept) return;
  if (document.body.hasAttribute("data-ct-trouble")) {
    kept.unsaved = true;
    write(kept);
    var way = document.getElementById("ct-kept");
    if (!way) return;
    way.hidden = false;
    if (way.querySelector("a")) way.querySelector("a").setAttribute("href", kept.page);
    return;
  }
  var entry = window.performance.getEntriesByType("navigation")[0];
  var unanswered = entry && entry.type !== "navigate" && kept.page === window.location.pathname;
  if (!kept.unsaved && !unanswered) { write(null); return; }
  var form = kept.who === who && kept.page === window.location.pathname && formOf(kept);
  var offer = document.getElementById("ct-offer");
  if (kept.who !== who) { write(null); return; }
  if (!form || !offer) return;
  offer.hidden = false;
  offer.querySelector("[data-ct-refill]").addEventListener("click", function () {
    fill(form, kept);
    offer.hidden = true;
    write(null);
    var first = Array.prototype.find.call(form.elements, typed);
    if (first) first.focus();
  });
  offer.querySelector("[data-ct-forget]").addEventListener("click", function () { offer.hidden = true; write(null); });
})();
