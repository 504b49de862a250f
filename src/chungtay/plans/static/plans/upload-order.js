/* Several files chosen at once: their list, with buttons that move one up or down. The order goes along in the hidden field
   "order" as numbers of the files as chosen. Without script the numbers in the names decide. */
(function () {
  "use strict";
  var list = document.getElementById("thu-tu");
  var input = document.querySelector("input[type=file][name=file]");
  var hidden = document.querySelector("input[name=order]");
  if (!list || !input || !hidden) return;
  var order = [];

  function together() { return Boolean(document.querySelector("input[name=together][value='1']:checked")); }
  function mover(word, at, by) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn small quiet";
    button.textContent = word;
    button.setAttribute("aria-label", word + ": " + input.files[order[at]].name);
    button.disabled = at + by < 0 || at + by >= order.length;
    button.addEventListener("click", function () {
      order.splice(at + by, 0, order.splice(at, 1)[0]);
      show();
      var again = list.children[at + by];
      if (again) again.querySelector("button:not([disabled])").focus();
    });
    return button;
  }
  function show() {
    list.textContent = "";
    list.hidden = order.length < 2 || !together();
    hidden.value = list.hidden ? "" : order.join(",");
    order.forEach(function (file, at) {
      var item = document.createElement("li"), name = document.createElement("span");
      item.className = "row";
      name.textContent = (at + 1) + ". " + input.files[file].name;
      item.append(name, mover(list.dataset.up, at, -1), mover(list.dataset.down, at, 1));
      list.append(item);
    });
  }
  var choice = document.querySelector("fieldset:has(input[name=together])");
  if (choice) choice.hidden = input.files.length < 2;
  input.addEventListener("change", function () {
    var names = Array.prototype.map.call(input.files, function (file) { return file.name; });
    order = names.map(function (_name, i) { return i; });
    order.sort(function (a, b) { return names[a].localeCompare(names[b], "vi", { numeric: true }); });
    if (choice) choice.hidden = order.length < 2;
    show();
  });
  document.addEventListener("change", function (event) { if (event.target.name === "together") show(); });
})();
