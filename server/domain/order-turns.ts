/** An order that its member signed and that may still be burned. */
export interface LiveOrder {
  readonly id: string
  readonly account: string
  readonly nonce: number
  readonly state: 'held' | 'captured'
  readonly capturedAt: Date | null
  /** When its partner was first asked to countersign it and did not at once. */
  readonly askedAt: Date | null
  /** In no list; in one that its partner has not signed; in one whose call the contract refuses because of that partner; or sent. */
  readonly place: 'waiting' | 'unsigned' | 'stuck' | 'sent'
  readonly listId: string | null
}

/** Which order of an account goes into a list now, and which it passes. */
export interface Turn {
  readonly next: LiveOrder
  readonly passed: readonly LiveOrder[]
}

/**
 * Whose turn it is among the live orders of one account; null while they wait. One is in a list at a time, the lowest nonce first, since
 * a burned order kills those below it. An order that kept the others waiting for too long gives way: it is passed, and comes after
 * all others. `canGo` tells which orders could be burned now; what happened at `lateSince` or before is too long ago.
 */
export function turnOf(
  orders: readonly LiveOrder[],
  { canGo, lateSince }: { canGo: (order: LiveOrder) => boolean; lateSince: Date },
): Turn | null {
  const late = new Set(orders.filter((order) => isLate(order, canGo(order), lateSince)))
  const [next] = orders
    .filter((order) => order.state === 'captured' && order.place === 'waiting' && canGo(order))
    .toSorted((a, b) => Number(late.has(a)) - Number(late.has(b)) || a.nonce - b.nonce)
  if (next === undefined) return null
  const before = orders.filter((order) => order !== next && (order.nonce < next.nonce || order.place !== 'waiting'))
  if (before.some((order) => !late.has(order))) return null
  // One that is late itself pushes no other out of its list.
  if (late.has(next) && before.some(({ place }) => place !== 'waiting')) return null
  return { next, passed: before }
}

function isLate({ state, capturedAt, askedAt, place }: LiveOrder, canGo: boolean, lateSince: Date): boolean {
  const isPast = (at: Date | null) => at !== null && at <= lateSince
  if (state === 'held' || place === 'sent') return false
  if (place === 'stuck') return isPast(capturedAt)
  return isPast(askedAt) || (place === 'waiting' && !canGo && isPast(capturedAt))
}
