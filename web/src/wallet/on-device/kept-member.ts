/** What this device keeps of the member who is signed in here, and of nobody else. */
interface KeptMember {
  readonly memberId: string
  readonly cardNumber: string | null
  /** What the member wants to be called; the server never learns it. */
  readonly name: string | null
}

const KEPT_AS = 'entente.member'
/** Where card numbers were kept before, without saying whose they are. */
const KEPT_BEFORE = 'entente.card'

export const NAME_LENGTH_MAX = 40

const isText = (value: unknown): value is string | null => value === null || typeof value === 'string'

/** Whoever is kept here; null when nobody is, or what is kept cannot be read. */
export function keptMember(): KeptMember | null {
  try {
    const read = JSON.parse(localStorage.getItem(KEPT_AS) ?? '{}') as Partial<KeptMember> | null
    const { memberId, cardNumber, name } = read ?? {}
    if (typeof memberId !== 'string' || !isText(cardNumber) || !isText(name)) return null
    return { memberId, cardNumber, name }
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** What is kept of a member; nothing of another's. */
export function keptOf(memberId: string): Pick<KeptMember, 'cardNumber' | 'name'> {
  const kept = keptMember()
  return kept?.memberId === memberId ? kept : { cardNumber: null, name: null }
}

function keep(memberId: string, change: Partial<Omit<KeptMember, 'memberId'>>): void {
  const { cardNumber, name } = { ...keptOf(memberId), ...change }
  if (cardNumber === null && name === null) localStorage.removeItem(KEPT_AS)
  else localStorage.setItem(KEPT_AS, JSON.stringify({ memberId, cardNumber, name } satisfies KeptMember))
}

/** Keeps a card number, for its bar code; null forgets it. */
export function keepCard(memberId: string, cardNumber: string | null): void {
  keep(memberId, { cardNumber: cardNumber?.replaceAll(/\D/g, '') ?? null })
}

/** Keeps what a member wants to be called; null, or nothing but spaces, forgets it. */
export function keepName(memberId: string, name: string | null): void {
  const trimmed = Array.from(name?.trim() ?? '')
    .slice(0, NAME_LENGTH_MAX)
    .join('')
  keep(memberId, { name: trimmed === '' ? null : trimmed })
}

/** Forgets everything of whoever was here: the next person may be someone else. */
export function forgetMember(): void {
  localStorage.removeItem(KEPT_AS)
  localStorage.removeItem(KEPT_BEFORE)
}

/** The server has said who is signed in here: nothing of anybody else stays. Null: nobody is. */
export function noteWhoIsHere(memberId: string | null): void {
  localStorage.removeItem(KEPT_BEFORE)
  const kept = localStorage.getItem(KEPT_AS)
  if (kept !== null && (memberId === null || keptMember()?.memberId !== memberId)) forgetMember()
}
