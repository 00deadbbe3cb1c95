const KEPT_AS = 'entente.card'

/** The card number that this browser was asked to remember. */
export function keptCard(): string | null {
  return localStorage.getItem(KEPT_AS)
}

/** Remembers a card number on this device, for its bar code. */
export function keepCard(cardNumber: string): void {
  localStorage.setItem(KEPT_AS, cardNumber.replaceAll(/[ -]/g, ''))
}

/** Forgets it: the next person to sign in may be someone else. */
export function forgetCard(): void {
  localStorage.removeItem(KEPT_AS)
}
