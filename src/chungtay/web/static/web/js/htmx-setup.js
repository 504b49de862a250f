/* htmx sends Django's CSRF token with every request that writes, and a failed request is said in words, never swallowed. */
(function () {
  "use strict";
  document.addEventListener("htmx:configRequest", function (event) {
    var token = document.querySelector('input[name="csrfmiddlewaretoken"]');
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.value;
  });
  function tell() {
    var place = document.getElementById("ct-trouble");
    if (place) place.hidden = false;
  }
  document.addEventListener("htmx:sendError", tell);
  document.addEventListener("htmx:responseError", tell);
})();
