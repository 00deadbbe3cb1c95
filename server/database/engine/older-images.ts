import { LEADS_AT_ENROLLING_PARTNER, LEADS_EVERYWHERE } from '../../domain/identifiers.ts'
import type { TableName } from './tables.ts'

type Image = Record<string, unknown>

/** Until identifiers were proved, each led to its member: now only a card does, and others where a partner wrote them down. */
const withPlace = (image: Image): Image =>
  'partner_id' in image
    ? image
    : { ...image, partner_id: image['kind'] === 'card' ? LEADS_EVERYWHERE : LEADS_AT_ENROLLING_PARTNER }

const withMetadata = (image: Image): Image => ('metadata' in image ? image : { ...image, metadata: {} })

/** What a position comes to has a column of its own now; the document has always had it. */
function withPosition(image: Image): Image {
  if ('position_minor' in image) return image
  const { legs, lines } = JSON.parse(String(image['document'])) as {
    legs: readonly { grossMinor: string }[]
    lines: readonly unknown[]
  }
  const [issue, redeem] = legs
  const net = BigInt(redeem?.grossMinor ?? 0) - BigInt(issue?.grossMinor ?? 0)
  return { ...image, position_minor: lines.length === 0 ? null : String(net) }
}

/** What a statement is in was in its document only, and nothing was paid in another currency. */
function withCurrency(image: Image): Image {
  if ('currency' in image) return image
  const { currency } = JSON.parse(String(image['document'])) as { currency: string }
  return { ...image, currency }
}

function withDue(image: Image): Image {
  if ('due_currency' in image) return image
  const { currency, payable_minor } = withCurrency(image)
  return { ...image, currency, due_currency: currency, due_minor: String(payable_minor) }
}

/** The leaves of receipts committed to nothing more than the entry until they had versions. */
const withLeafVersion = (image: Image): Image => ('leaf_version' in image ? image : { ...image, leaf_version: 1 })

/**
 * What a migration put into a column that came later, for images that were written before it. Null is right for all others:
 * a replay gives that to every column that an image does not have.
 */
const COMPLETED: { readonly [T in TableName]?: (image: Image) => Image } = {
  batch: withLeafVersion,
  charity_statement: withCurrency,
  clearing_statement: (image) => withDue(withPosition(image)),
  member_identifier: withPlace,
  purchase: withMetadata,
  purchase_return: withMetadata,
  redemption: withMetadata,
  reward: withMetadata,
  // Nobody kept which codes were seen: one that has a claim may have been, and must not go to another member.
  reward_code: (image) =>
    'revealed_at' in image || image['claim_id'] === null ? image : { ...image, revealed_at: image['created_at'] },
}

/** A row's image as this version would have written it. */
export function completeImage(table: TableName, image: Image): Image {
  return COMPLETED[table]?.(image) ?? image
}
