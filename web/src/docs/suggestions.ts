import { element } from './element.ts'

interface Result {
  readonly path: string
  readonly title: string
  readonly where: string
}

/** Somebody who types fast waits for the last letter only. */
const PAUSE_MS = 120

async function find(query: string, signal: AbortSignal): Promise<Result[]> {
  const response = await fetch(`/docs/search.json?q=${encodeURIComponent(query)}`, { signal })
  if (!response.ok) return []
  return ((await response.json()) as { results: Result[] }).results
}

/** Shows what is found while somebody types, as a list box: arrows choose, Enter opens, Escape closes. */
export function addSuggestions(form: HTMLFormElement, input: HTMLInputElement): void {
  const list = element('ul', { class: 'suggestions', id: 'suggestions', role: 'listbox', 'aria-label': 'Suggestions' })
  list.hidden = true
  form.append(list)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
  }))
    input.setAttribute(name, value)
  let results: readonly Result[] = []
  let chosen = -1
  let asked = new AbortController()
  let timer = 0

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
    if (!isOpen) choose(-1)
  }
  const show = (found: readonly Result[]) => {
    results = found
    const items = found.map(({ title, where, path }, index) => {
      const item = element(
        'li',
        { role: 'option', id: `suggestion-${String(index)}` },
        title,
        element('small', {}, where),
      )
      item.addEventListener('mousedown', (event) => event.preventDefault())
      item.addEventListener('click', () => location.assign(path))
      return item
    })
    list.replaceChildren(...items)
    open(items.length > 0)
    choose(-1)
  }
  const ask = async () => {
    asked.abort()
    asked = new AbortController()
    const query = input.value.trim()
    if (query === '') return show([])
    // What a later question ended, or a server that is away, leaves the list as it is: Enter still asks for the page.
    await find(query, asked.signal).then(show, () => undefined)
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), PAUSE_MS)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return open(false)
    if (list.hidden) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      choose(chosen + step < -1 ? results.length - 1 : chosen + step >= results.length ? -1 : chosen + step)
    }
    const result = results[chosen]
    if (event.key !== 'Enter' || result === undefined) return
    event.preventDefault()
    location.assign(result.path)
  })
  input.addEventListener('blur', () => open(false))
  open(false)
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
