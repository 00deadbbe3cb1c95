/** What the coalition calls itself: the server writes it on the page. */
export const COALITION = document.documentElement.dataset['coalition'] ?? 'Entente'

/** Names a page in a tab, with the coalition after it. */
export function setPageTitle(title: string): void {
  document.title = `${title} · ${COALITION}`
}
