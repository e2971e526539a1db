/* The documentation of the API, drawn from its schema. Trying it out is left to the reader's own tools: a key typed into a
   page would stay in the browser. */
(function () {
  "use strict";
  var place = document.querySelector("[data-ksbb-api-docs]");
  if (!place || !window.SwaggerUIBundle) return;
  // The library draws a <main> of its own, anew with every click; a page has one.
  new MutationObserver(function () {
    place.querySelectorAll("main:not([role])").forEach(function (inner) { inner.setAttribute("role", "group"); });
  }).observe(place, { childList: true, subtree: true });
  window.SwaggerUIBundle({
    url: place.getAttribute("data-ksbb-api-docs"),
    domNode: place,
    deepLinking: false,
    supportedSubmitMethods: [],
    validatorUrl: null,
    syntaxHighlight: false,
    plugins: [
      function () {
        return { wrapComponents: { authorizeBtn: function () { return function () { return null; }; } } };
      },
    ],
  });
})();
