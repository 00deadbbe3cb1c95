type Child = Node | string

/** Makes an element; texts become text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** A button that does something; it submits nothing. */
export function button(label: string, onClick: () => unknown, className = ''): HTMLButtonElement {
  const made = element('button', { type: 'button', ...(className === '' ? {} : { class: className }) }, label)
  made.addEventListener('click', () => void onClick())
  return made
}
