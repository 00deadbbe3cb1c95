/** Who reads a text. Whoever runs the coalition or audits it knows more words than a customer or a cashier. */
export type Reader = 'customer' | 'cashier' | 'operator'

interface Rule {
  readonly words: RegExp
  readonly readers: readonly Reader[]
  readonly why: string
}

const EVERYBODY = ['customer', 'cashier', 'operator'] as const
const SHOP = ['customer', 'cashier'] as const

const rule = (words: RegExp, readers: readonly Reader[], why: string): Rule => ({ words, readers, why })

/** What no text may say, whatever its language. */
const ANYWHERE: readonly Rule[] = [
  rule(/\bEntente\b/, SHOP, 'say {{coalition}}: each coalition has a name of its own'),
  rule(/\bRPC\b/i, SHOP, 'say "network address"'),
  rule(/\bnonces?\b/i, SHOP, 'a word of the machinery'),
  rule(/\bhash(?:es)?\b/i, SHOP, 'say "fingerprint"'),
  rule(/\b0x[0-9a-f]*/i, SHOP, 'an address in hex is for experts'),
  rule(/floor\(/, SHOP, 'say the rule in words'),
]

const ENGLISH: readonly Rule[] = [
  ...ANYWHERE,
  rule(/\bbatch(?:es)?\b/i, SHOP, 'say "group"'),
  rule(/\b(?:minor|smallest) unit/i, SHOP, 'write money as the shop writes it'),
  rule(/\bledger (?:refused|denied)|on the ledger for good|countersign/i, ['cashier'], 'say what to do'),
  rule(/\brotating code/i, EVERYBODY, 'say "code on the phone"'),
  rule(/\bgifts?\b(?! codes?\b)/i, EVERYBODY, 'a reward is a reward'),
  rule(/\bcoupons?\b/i, EVERYBODY, 'a voucher is a voucher'),
  rule(/\bemails?\b/i, EVERYBODY, 'write "e-mail"'),
  rule(/\p{L}'\p{L}|\p{L}' /u, EVERYBODY, 'the apostrophe is ’'),
  rule(/\bgood for \d+ minutes/i, EVERYBODY, 'say "valid for"'),
  rule(/\btaken back\b.*PIN|PIN\b.*\btaken back\b/i, EVERYBODY, 'a PIN is reset'),
]

const FRENCH: readonly Rule[] = [
  ...ANYWHERE,
  rule(/\bhachages?\b/i, SHOP, 'dire « empreinte »'),
  rule(/plus petite unité/i, SHOP, 'écrire la somme comme le magasin'),
  rule(/registre a refusé|refusé par le registre|contresign/i, ['cashier'], 'dire quoi faire'),
  rule(/(?<!\bcodes? )\bcadeaux?\b/i, EVERYBODY, 'une récompense est une récompense'),
  rule(/\bcoupons?\b/i, EVERYBODY, 'un bon est un bon'),
  rule(/\bcodes? (?:tournants?|rotatifs?)\b/i, EVERYBODY, 'dire « code affiché sur le téléphone »'),
  rule(/\bcanots?\b(?! de sauvetage)/i, EVERYBODY, 'dire « canots de sauvetage »'),
  rule(/\bcourriels?\b|\bemails?\b|\bmails?\b(?<!e-mails?)/i, EVERYBODY, 'écrire « e-mail »'),
  rule(/\btransf(?:ert|ér)/i, EVERYBODY, 'dire « déplacement », « déplacer »'),
  rule(/(?:service|serveur) est occupé/i, EVERYBODY, 'calque de « busy »'),
  rule(/\b(?:au|le) bureau\b/i, EVERYBODY, 'calque de « office » : dire « le siège »'),
  rule(/caisse d’essai/i, EVERYBODY, 'dire « caisse d’entraînement »'),
  rule(/\bd[ée]tenteurs?\b|\bdigita(?:l|ux)\b|\bsupporter\b/i, EVERYBODY, 'calque'),
  rule(/(?<!\p{L})(?:tu|toi|ton|tes)(?!\p{L})/iu, EVERYBODY, 'vouvoyer'),
  rule(/\p{L}'\p{L}/u, EVERYBODY, 'l’apostrophe est ’'),
  rule(/[^\u00A0][:»](?=\s|$)|«[^\u00A0]/u, EVERYBODY, 'espace insécable (U+00A0) avec : « »'),
  rule(/[^\u202F!?][;!?](?=\s|$)/u, EVERYBODY, 'espace fine insécable (U+202F) devant ; ! ?'),
  rule(/\d [£€$%]/, EVERYBODY, 'espace insécable entre la somme et son signe'),
]

const RULES: Readonly<Record<string, readonly Rule[]>> = { en: ENGLISH, fr: FRENCH }

/** What is wrong with a text for its reader. A language without rules of its own keeps those of all. */
export function faultsOf(text: string, language: string, reader: Reader): string[] {
  const rules = RULES[language] ?? ANYWHERE
  return rules.filter(({ words, readers }) => readers.includes(reader) && words.test(text)).map(({ why }) => why)
}
