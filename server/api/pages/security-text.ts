/** What people who found a weakness are told. */
export interface SecurityTextFacts {
  /** Where they report it: `mailto:`, `https:` and `tel:` addresses. */
  readonly contacts: readonly string[]
  /** Where people reach the server, without a path. */
  readonly publicUrl: string
  readonly now: Date
}

/** Whoever kept a copy asks again after so long: RFC 9116 wants less than a year. */
export const SECURITY_TEXT_DAYS = 180

export const SECURITY_TEXT_PATH = '/.well-known/security.txt'

const DAY_MS = 86_400_000

/** Writes security.txt (RFC 9116). Without https there is no Canonical: the RFC allows no other address there. */
export function renderSecurityText({ contacts, publicUrl, now }: SecurityTextFacts): string {
  const expires = new Date(now.getTime() + SECURITY_TEXT_DAYS * DAY_MS).toISOString()
  const canonical = publicUrl.startsWith('https:') ? [`Canonical: ${publicUrl}${SECURITY_TEXT_PATH}`] : []
  const lines = [
    ...contacts.map((contact) => `Contact: ${contact}`),
    `Expires: ${expires}`,
    'Preferred-Languages: en, fr',
    ...canonical,
  ]
  return `${lines.join('\n')}\n`
}
