/* The documentation of the API, drawn from its schema. Trying it out is left to the reader's own tools: a key typed into a
   page would stay in the browser. */
(function () {
  "use strict";
  var place = document.querySelector("[data-ksbb-api-docs]");
  if (!place || !window.SwaggerUIBundle) return;
  window.SwaggerUIBundle({
    url: place.getAttribute("data-ksbb-api-docs"),
    domNode: place,
    deepLinking: false,
    supportedSubmitMethods: [],
    validatorUrl: null,
    syntaxHighlight: false,
    onComplete: function () {
      // The library brings a <main> of its own; a page has one.
      place.querySelectorAll("main").forEach(function (inner) { inner.setAttribute("role", "presentation"); });
    },
    plugins: [
      function () {
        return { wrapComponents: { authorizeBtn: function () { return function () { return null; }; } } };
      },
    ],
  });
})();
