/* Makes the portal smoother; everything works without it. Settings of htmx stand in the page (web/basis.html). */
(function () {
  'use strict'
  const page = document.documentElement
  const personal = page.hasAttribute('data-persoonlijk')
  const status = document.getElementById('status')

  function say(text) {
    if (status) status.textContent = text
  }

  // What is still needed comes first, else the heading: a screen reader then starts where the eye does.
  function focusOnStart() {
    const goal = document.querySelector('[data-foutenlijst]') || document.querySelector('h1')
    goal.tabIndex = -1
    goal.focus()
  }

  // "Snel weg": this page leaves the history, and the screen is empty before the network answers.
  document.addEventListener('click', function (event) {
    const link = event.target.closest('[data-snel-weg]')
    if (link) {
      event.preventDefault()
      page.hidden = true
      window.location.replace(link.href)
    } else if (event.target.closest('[data-print]')) {
      window.print()
    }
  })

  // Whoever presses "back" after leaving never sees somebody else's page: it goes away before the browser keeps it.
  window.addEventListener('pagehide', function () {
    if (personal) page.hidden = true
  })
  window.addEventListener('pageshow', function (event) {
    if (!event.persisted) return
    forget()
    if (personal) window.location.reload()
    else page.hidden = false
  })

  // A second tap on the same button within three seconds is the first one. The button itself stays as it is, another
  // button always works, and after a first that did not arrive the next tap counts again.
  let sent = new WeakMap()
  function forget() {
    sent = new WeakMap()
  }
  document.addEventListener('submit', function (event) {
    const button = event.submitter || event.target
    if (event.timeStamp - sent.get(button) < 3000) {
      event.preventDefault()
      event.stopImmediatePropagation()
    } else {
      sent.set(button, event.timeStamp)
      const open = event.target.elements.duur
      if (open) open.value = Math.round(performance.now())
    }
  }, true)

  document.addEventListener('htmx:afterRequest', function (event) {
    forget()
    if (event.detail.successful) say('')
  })
  for (const name of ['htmx:sendError', 'htmx:timeout']) {
    document.addEventListener(name, function () {
      say(status.dataset.geenVerbinding)
    })
  }
  // An answer that cannot take the place of a part (the session is over, say) is a page: the form is sent as without
  // scripts, and that page keeps what was filled in. What is only saved while typing waits for its button.
  document.addEventListener('htmx:responseError', function (event) {
    const form = event.detail.elt
    if (!form.matches('form')) return
    const button = event.detail.requestConfig.triggeringEvent.submitter
    if (button && button.name) {
      const answer = document.createElement('input')
      answer.type = 'hidden'
      answer.name = button.name
      answer.value = button.value
      form.append(answer)
    }
    form.submit()
  })
  document.addEventListener('htmx:afterSettle', function (event) {
    const starts = 'h1, [data-foutenlijst]'
    if (event.target.matches(starts) || event.target.querySelector(starts)) focusOnStart()
  })

  for (const button of document.querySelectorAll('[data-print]')) button.hidden = false
  if (document.querySelector('[data-foutenlijst]')) focusOnStart()
})()
