import canonicalize from 'canonicalize'
import { z } from 'zod'

const Hash = z.string().regex(/^0x[\da-f]{64}$/)
const Address = z.string().regex(/^0x[\da-f]{40}$/)
const Whole = z.string().regex(/^(?:0|[1-9]\d{0,19})$/)
const Signed = z.string().regex(/^-?[1-9]\d{0,19}$/)

/** Kinds of entries, as a receipt's leaf numbers them. */
export const ENTRY_KINDS = { accrual: 1, accrual_reversal: 2, shortfall_recovery: 3 } as const

const Header = z.strictObject({
  format: z.literal('entente-receipts-1'),
  chainId: z.int(),
  issuance: Address,
  partnerId: z.int(),
  firstEntry: Whole,
  entryCount: z.int().min(1),
  receiptsRoot: Hash,
  batchHash: Hash,
  leafVersion: z.union([z.literal(1), z.literal(2)]),
})

const Explanation = z.strictObject({
  rules: z.array(z.strictObject({ hash: Hash, points: Whole })).optional(),
  /** What rules of the kind `programme` were asked about, as a hash: only whoever has it can open it. */
  inputs: Hash.optional(),
  currency: z.string().optional(),
  amountMinor: Whole.optional(),
  reverses: z.array(z.strictObject({ entry: Whole, points: Whole })).optional(),
  /** Of a shortfall's recovery: the accrual that the points were taken from. */
  takenFrom: Whole.optional(),
})

const Entry = z.strictObject({
  entry: Whole,
  order: Hash,
  account: Address,
  points: Signed,
  kind: z.enum(['accrual', 'accrual_reversal', 'shortfall_recovery']),
  explanation: Explanation.nullable(),
})

/** Points are amount times `points` by `perMinor`, at most `pointsMax`. */
const LinearRule = z.strictObject({
  kind: z.literal('linear'),
  partnerId: z.int(),
  currency: z.string(),
  version: z.int(),
  points: Whole,
  perMinor: Whole,
  pointsMax: Whole.nullable(),
})

/** A rule that gives points beside the linear one, where its condition held. */
const ProgrammeRule = z.strictObject({
  kind: z.literal('programme'),
  partnerId: z.int(),
  currency: z.string(),
  number: z.int(),
  version: z.int(),
  title: z.string(),
  condition: z.string(),
  evaluator: z.string(),
  effect: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('rate'), points: Whole, perMinor: Whole }),
    z.strictObject({ kind: z.literal('multiplier'), percent: Whole }),
    z.strictObject({ kind: z.literal('bonus'), points: Whole }),
  ]),
  minimumMinor: Whole,
  pointsMax: Whole,
  position: z.int(),
  group: z.string().nullable(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime().nullable(),
})

/** What a rule document says. */
export const RuleDocument = z.discriminatedUnion('kind', [LinearRule, ProgrammeRule])

export type LinearRule = z.infer<typeof LinearRule>
export type ProgrammeRule = z.infer<typeof ProgrammeRule>
export type ReceiptsHeader = z.infer<typeof Header>
export type ReceiptsEntry = z.infer<typeof Entry>
export type Rule = z.infer<typeof RuleDocument>

/** A batch's receipts as its file has them. */
export interface ReceiptsFile {
  readonly header: ReceiptsHeader
  readonly entries: readonly ReceiptsEntry[]
}

/** Reads a batch's file: JSON Lines, each in the form of RFC 8785. Returns what is wrong where it is not in the format. */
export function readReceiptsFile(bytes: Buffer): ReceiptsFile | { readonly wrong: string } {
  const [first, ...others] = bytes.toString('utf8').replace(/\n$/, '').split('\n')
  const header = readLine(Header, first ?? '')
  if ('wrong' in header) return { wrong: `line 1: ${header.wrong}` }
  const entries: ReceiptsEntry[] = []
  for (const [at, line] of others.entries()) {
    const entry = readLine(Entry, line)
    if ('wrong' in entry) return { wrong: `line ${at + 2}: ${entry.wrong}` }
    entries.push(entry.value)
  }
  return { header: header.value, entries }
}

/** Reads one canonical JSON text. */
export function readLine<T>(schema: z.ZodType<T>, text: string): { readonly value: T } | { readonly wrong: string } {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return { wrong: 'no JSON' }
  }
  if (canonicalize(parsed) !== text) return { wrong: 'not in the canonical form of RFC 8785' }
  const read = schema.safeParse(parsed)
  return read.success ? { value: read.data } : { wrong: read.error.issues[0]?.message ?? 'another form' }
}
