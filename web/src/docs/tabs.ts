import { addCopyButton } from './copy-buttons.ts'
import { element } from './element.ts'

const STORED = 'entente.docs.language'
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 }

/** All tabs of the page show one language; the next page shows it as well. */
const shown: ((label: string) => void)[] = []

function remembered(): string | null {
  try {
    return localStorage.getItem(STORED)
  } catch {
    return null // a browser that keeps nothing shows the first tab
  }
}

function choose(label: string): void {
  shown.forEach((show) => show(label))
  try {
    localStorage.setItem(STORED, label)
  } catch {
    return // as above
  }
}

/** Turns the samples of a request, which stand below one another, into tabs with the keys of tabs. */
export function addTabs(box: HTMLElement, at: number): void {
  const figures = [...box.querySelectorAll<HTMLElement>(':scope > figure')]
  const labels = figures.map((figure) => figure.dataset['label'] ?? '')
  const panels = figures.map((figure) => {
    const panel = element('div', { role: 'tabpanel' })
    figure.replaceWith(panel)
    panel.append(figure)
    return panel
  })
  const list = element('div', { role: 'tablist', 'aria-label': 'Language' })
  const tabs = panels.map((panel, index) => {
    const label = labels[index] ?? ''
    const id = `tab-${String(at)}-${String(index)}`
    panel.id = `${id}-panel`
    panel.setAttribute('aria-labelledby', id)
    const tab = element('button', { type: 'button', role: 'tab', id, 'aria-controls': panel.id }, label)
    tab.addEventListener('click', () => choose(label))
    list.append(tab)
    return tab
  })
  const show = (label: string) => {
    const chosen = Math.max(labels.indexOf(label), 0)
    panels.forEach((panel, index) => {
      panel.hidden = index !== chosen
      tabs[index]?.setAttribute('aria-selected', String(index === chosen))
      tabs[index]?.setAttribute('tabindex', index === chosen ? '0' : '-1')
    })
  }
  list.addEventListener('keydown', (event) => {
    const step = STEPS[event.key]
    if (step === undefined) return
    const next = (panels.findIndex((panel) => !panel.hidden) + step + tabs.length) % tabs.length
    choose(labels[next] ?? '')
    tabs[next]?.focus()
  })
  const row = element('div', { class: 'tab-row' }, list)
  addCopyButton(
    row,
    'the request',
    () => panels.find((panel) => !panel.hidden)?.querySelector('pre')?.textContent ?? '',
  )
  box.classList.add('tabbed')
  box.prepend(row)
  shown.push(show)
  show(remembered() ?? labels[0] ?? '')
}
