// Forms with data-ksbb-passkey ask the device for a passkey ("create" or "get") and send its answer as the field `credential`.
// The question stands in #passkey-options; with data-ksbb-fetch it is fetched from the form's own address when it is needed.
(function () {
  "use strict";

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // What the server sends as base64url, as the browser wants it.
  function question(options) {
    const asked = { ...options, challenge: bytes(options.challenge) };
    if (options.user) asked.user = { ...options.user, id: bytes(options.user.id) };
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      if (options[list]) asked[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return asked;
  }

  function answer(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function options(form) {
    if (!("ksbbFetch" in form.dataset)) return JSON.parse(document.getElementById("passkey-options").textContent);
    const response = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  async function ask(form) {
    const data = await options(form);
    if (form.dataset.ksbbPasskey === "get") {
      return navigator.credentials.get({ publicKey: question(data.request_options.publicKey) });
    }
    const wanted = question(data.creation_options.publicKey);
    // A key that can be found without a name: it signs in by itself, so the device must know its owner.
    wanted.authenticatorSelection = {
      ...wanted.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
    return navigator.credentials.create({ publicKey: wanted });
  }

  async function submit(event) {
    const form = event.currentTarget;
    if (form.elements.credential.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-ksbb-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(answer(await ask(form)));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  }

  for (const form of document.querySelectorAll("[data-ksbb-passkey]")) {
    if (!window.PublicKeyCredential) {
      form.querySelector("[data-ksbb-passkey-missing]").hidden = form.hidden;
      form.querySelector("[type=submit]").disabled = true;
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", submit);
  }
})();
