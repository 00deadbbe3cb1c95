import { addCopyOfFigure } from './copy-buttons.ts'
import { addSuggestions, focusOnSlash } from './suggestions.ts'
import { addTabs } from './tabs.ts'
import { readTryCall } from './try-call.ts'
import { addTry } from './try-panel.ts'

/** The docs can be read without this: it adds what only a script can do. */
document.querySelectorAll<HTMLElement>('figure.code:not(.tabs > *)').forEach(addCopyOfFigure)
document.querySelectorAll<HTMLElement>('.tabs').forEach(addTabs)
for (const section of document.querySelectorAll<HTMLElement>('section[data-call]')) {
  const call = readTryCall(section.dataset['call'] ?? '')
  if (call !== null) addTry(section, call)
}

const form = document.querySelector<HTMLFormElement>('form.search')
const input = form?.querySelector('input')
if (form && input) {
  addSuggestions(form, input)
  focusOnSlash(input)
}
