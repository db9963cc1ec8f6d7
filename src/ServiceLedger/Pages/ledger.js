// What a page can do more with script: all of it works without.
import { initAll } from './govuk.js'
import { SortableTable } from './moj.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()
for (const table of document.querySelectorAll('[data-module="moj-sortable-table"]')) new SortableTable(table)

// A form that was sent is not sent again by the same press; its key makes a second one harmless anyway.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'true'
    setTimeout(() => delete form.dataset.sent, 3000)
  })
}

// Before a session ends the person is told, and may stay.
const ends = document.querySelector('[data-session-ends]')
if (ends) {
  const left = Number(ends.dataset.sessionEnds) * 1000
  setTimeout(() => { ends.hidden = false; ends.focus() }, Math.max(0, left - 5 * 60 * 1000))
}
