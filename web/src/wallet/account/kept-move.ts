import type { Me } from '../../api-client/me.ts'

const KEPT_AS = 'entente.moving'

/** Remembers in this tab that the points are on the way to a new key: with the move the session of the old one ends. */
export function noteMove({ move }: Me): void {
  if (move?.state === 'requested') sessionStorage.setItem(KEPT_AS, 'requested')
  else sessionStorage.removeItem(KEPT_AS)
}

/** Whether the points were on the way when this tab was signed out. */
export function wasMoving(): boolean {
  return sessionStorage.getItem(KEPT_AS) !== null
}
