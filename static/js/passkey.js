/* Passkeys: shows the forms that need them, and asks the device. Only on the two pages that have such a form. */
(function () {
  'use strict'
  if (!window.PublicKeyCredential || !navigator.credentials) return

  function bytes(text) {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0) })
  }

  function text(buffer) {
    const plain = String.fromCharCode.apply(null, new Uint8Array(buffer))
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  }

  function asked(options) {
    options.challenge = bytes(options.challenge)
    if (options.user) options.user.id = bytes(options.user.id)
    ;['allowCredentials', 'excludeCredentials'].forEach(function (name) {
      (options[name] || []).forEach(function (known) { known.id = bytes(known.id) })
    })
    return options
  }

  function answered(credential) {
    const response = {}
    ;['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (credential.response[name]) response[name] = text(credential.response[name])
    })
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response: response
    })
  }

  async function ask(form) {
    const answer = await fetch(form.dataset.vraag, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
    if (!answer.ok) throw new Error(String(answer.status))
    const options = { publicKey: asked(await answer.json()) }
    const make = form.dataset.passkey === 'maak'
    form.elements.passkey.value = answered(await (make ? navigator.credentials.create(options) : navigator.credentials.get(options)))
    form.submit()
  }

  document.querySelectorAll('form[data-passkey]').forEach(function (form) {
    form.hidden = false
    form.addEventListener('submit', function (event) {
      event.preventDefault()
      ask(form).catch(function () {
        const status = document.getElementById('status')
        if (status) status.textContent = form.dataset.niet
      })
    })
  })
})()
