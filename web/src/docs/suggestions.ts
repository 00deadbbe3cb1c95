import { element } from './element.ts'

interface Result {
  readonly path: string
  readonly title: string
  readonly where: string
}

/** Somebody who types fast waits for the last letter only. */
const PAUSE_MS = 120
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

async function find(query: string, signal: AbortSignal): Promise<Result[]> {
  const response = await fetch(`/docs/search.json?q=${encodeURIComponent(query)}`, { signal })
  if (!response.ok) return []
  return ((await response.json()) as { results: Result[] }).results
}

interface List {
  readonly isOpen: () => boolean
  /** What the arrows chose; undefined where they chose nothing. */
  readonly chosen: () => Result | undefined
  readonly show: (results: readonly Result[]) => void
  /** Chooses the next one; before the first and after the last is nothing. */
  readonly step: (by: number) => void
  readonly close: () => void
}

/** The list box below the field, which keeps the focus. */
function makeList(form: HTMLFormElement, input: HTMLInputElement): List {
  const list = element('ul', { class: 'suggestions', id: 'suggestions', role: 'listbox', 'aria-label': 'Suggestions' })
  form.append(list)
  let results: readonly Result[] = []
  let chosen = -1
  const choose = (index: number) => {
    chosen = index
    ;[...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)))
    list.children[index]?.scrollIntoView({ block: 'nearest' })
    if (index < 0) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', `suggestion-${String(index)}`)
  }
  const open = (isOpen: boolean) => {
    list.hidden = !isOpen
    input.setAttribute('aria-expanded', String(isOpen))
    choose(-1)
  }
  open(false)
  return {
    isOpen: () => !list.hidden,
    chosen: () => results[chosen],
    show: (found) => {
      results = found
      const items = found.map(({ title, where, path }, index) => {
        const id = `suggestion-${String(index)}`
        const item = element('li', { role: 'option', id }, title, element('small', {}, where))
        item.addEventListener('mousedown', (event) => event.preventDefault())
        item.addEventListener('click', () => location.assign(path))
        return item
      })
      list.replaceChildren(...items)
      open(items.length > 0)
    },
    step: (by) => {
      const next = chosen + by
      choose(next < -1 ? results.length - 1 : next >= results.length ? -1 : next)
    },
    close: () => open(false),
  }
}

/** Shows what is found while somebody types, as a list box: arrows choose, Enter opens, Escape closes. */
export function addSuggestions(form: HTMLFormElement, input: HTMLInputElement): void {
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-controls': 'suggestions',
    'aria-autocomplete': 'list',
  }))
    input.setAttribute(name, value)
  const list = makeList(form, input)
  let asked = new AbortController()
  let timer = 0
  const ask = async () => {
    asked.abort()
    asked = new AbortController()
    const query = input.value.trim()
    if (query === '') return list.show([])
    // What a later question ended, or a server that is away, leaves the list as it is: Enter still asks for the page.
    await find(query, asked.signal).then(list.show, () => undefined)
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), PAUSE_MS)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return list.close()
    if (!list.isOpen()) return
    const by = STEPS[event.key]
    if (by !== undefined) {
      event.preventDefault()
      list.step(by)
    }
    const result = list.chosen()
    if (event.key !== 'Enter' || result === undefined) return
    event.preventDefault()
    location.assign(result.path)
  })
  input.addEventListener('blur', list.close)
}

/** `/` leads to the search from anywhere but a field. */
export function focusOnSlash(input: HTMLInputElement): void {
  document.addEventListener('keydown', (event) => {
    const isTyping =
      event.target instanceof HTMLElement && event.target.matches('input, textarea, select, [contenteditable]')
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
    event.preventDefault()
    input.focus()
    input.select()
  })
}
