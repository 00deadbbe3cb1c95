import type { RouteFacts } from '../../route.ts'
import { type Document, type ResolvedOperation, resolveOperation } from './document.ts'

/** An operation with where it is, and what a reader should know before sending it. */
export interface PlacedOperation {
  readonly method: string
  readonly path: string
  readonly operation: ResolvedOperation
  /** Sending it can change something on the server. */
  readonly changes: boolean
}

/** A page of the reference. */
export interface ApiPage {
  readonly slug: string
  readonly title: string
  readonly group: string
  readonly lead: string
  readonly operations: readonly PlacedOperation[]
}

interface ApiPagePlan {
  readonly slug: string
  readonly title: string
  readonly group: string
  readonly lead: string
  readonly tags: readonly string[]
  /** Of the operations with those tags, only the ones at these paths; a tag with many is on several pages. */
  readonly paths?: RegExp
}

const POINTS = 'Giving points'
const REDEEMING = 'Redeeming points'
const MEMBERS = 'Members'
const PARTNER = 'Your brand'
const OPERATOR = 'For the operator'
const SERVER = 'The server'

/** The pages of the reference in their order. The first page that fits an operation has it. */
const PLANS: readonly ApiPagePlan[] = [
  {
    slug: 'purchases',
    title: 'Purchases',
    group: POINTS,
    tags: ['purchases'],
    lead: 'A purchase earns points by the rule of your brand. It is durable when it is answered; the points follow to the ledger within seconds.',
  },
  {
    slug: 'returns',
    title: 'Returns',
    group: POINTS,
    tags: ['returns'],
    lead: 'Goods that come back take back the points that they earned, in whole or in part.',
  },
  {
    slug: 'slips',
    title: 'Tills and slips',
    group: POINTS,
    tags: ['slips', 'tills'],
    lead: 'A till without network prints a slip for a customer without a card. Send it later; its points are collected once.',
  },
  {
    slug: 'receipts',
    title: 'Receipts and batches',
    group: POINTS,
    tags: ['receipts', 'batches'],
    lead: 'Entries are posted to the ledger in batches. A receipt proves that an entry is in one of them.',
  },
  {
    slug: 'redemptions',
    title: 'Redemptions',
    group: REDEEMING,
    tags: ['redemptions', 'restorations'],
    lead: 'Hold points, get the consent of the member, capture. Void what was not captured, and restore what was.',
  },
  {
    slug: 'approvals',
    title: 'Approvals',
    group: REDEEMING,
    tags: ['approvals'],
    lead: 'What the page behind the QR code of a hold does: the member looks at it on the phone, and agrees or declines.',
  },
  {
    slug: 'rewards',
    title: 'Rewards and charities',
    group: REDEEMING,
    tags: ['rewards', 'charities', 'earning-offers'],
    lead: 'What members can get for points: discounts, products, services, gift codes, access and donations; and where they earn how many.',
  },
  {
    slug: 'claims',
    title: 'Claims',
    group: REDEEMING,
    tags: ['claims'],
    lead: 'A claim is one reward that a member got. The voucher of a claim is used once, at your till.',
  },
  {
    slug: 'members',
    title: 'Members',
    group: MEMBERS,
    tags: ['members'],
    lead: 'Enrol members, find them by what they show, and look after cards and PINs.',
  },
  {
    slug: 'sign-in',
    title: 'Sign-in',
    group: MEMBERS,
    tags: ['wallet-challenges', 'passkey-challenges', 'passkeys', 'sessions', 'visitor'],
    lead: 'Members sign in with a card, a wallet or a passkey, and get a session. The wallet uses these requests.',
  },
  {
    slug: 'me',
    title: 'The signed-in member',
    group: MEMBERS,
    tags: ['me'],
    paths: /^\/v1\/me(?:$|\/(?:card|card-code|identifiers|pin)(?:\/|$))/,
    lead: 'What members see of themselves: points, card, identifiers and PIN. The wallet uses these requests.',
  },
  {
    slug: 'me-move',
    title: 'Move to a new key',
    group: MEMBERS,
    tags: ['me'],
    paths: /^\/v1\/me\/move/,
    lead: 'All points go to another key; of a card account only after a wait in which the move can be refused. The wallet uses these requests.',
  },
  {
    slug: 'me-safety',
    title: 'Freeze and recover',
    group: MEMBERS,
    tags: ['me'],
    paths: /^\/v1\/me\/(?:freeze|unfreeze|passkeys|recovery)/,
    lead: 'What signed-in members do when a phone is lost or somebody else has the key. The wallet uses these requests.',
  },
  {
    slug: 'me-activity',
    title: 'History and rewards',
    group: MEMBERS,
    tags: ['me'],
    lead: 'What members did and got: history, receipts, claims, and redemptions that wait for their consent. The wallet uses these requests.',
  },
  {
    slug: 'console',
    title: 'The console',
    group: PARTNER,
    tags: ['partner'],
    paths: /^\/v1\/partner\/(?:sign-in-codes|sessions|me)(?:\/|$)/,
    lead: 'The people of your brand sign in to the console with a code that comes by e-mail. Its pages use these requests, and those that your keys use.',
  },
  {
    slug: 'people',
    title: 'People and keys',
    group: PARTNER,
    tags: ['partner'],
    paths: /^\/v1\/partner\/(?:people|keys)(?:\/|$)/,
    lead: 'Who gets into the console, in which role, and which API keys your tills and servers have.',
  },
  {
    slug: 'partner',
    title: 'Your brand and totals',
    group: PARTNER,
    tags: ['partner', 'totals'],
    lead: 'What your API key may do, your colours and logo, your part of the audit log, and the sums of a period.',
  },
  {
    slug: 'events',
    title: 'Events',
    group: PARTNER,
    tags: ['events'],
    lead: 'What happened to your members, purchases, redemptions and rewards, in order and without gaps.',
  },
  {
    slug: 'statements',
    title: 'Statements',
    group: PARTNER,
    tags: ['statements'],
    lead: 'What your month comes to, signed.',
  },
  {
    slug: 'webhooks',
    title: 'Webhooks',
    group: PARTNER,
    tags: ['webhooks'],
    lead: 'The same events, sent to your server: signed, at least once, and tried again for three days.',
  },
  {
    slug: 'clearing',
    title: 'Months and statements',
    group: OPERATOR,
    tags: ['months', 'partners'],
    paths: /\/(?:close|statements(?:\/[^/]+(?:\/payment)?)?)$/,
    lead: 'Close months, and record what was paid.',
  },
  {
    slug: 'disputes',
    title: 'Disputes',
    group: OPERATOR,
    tags: ['disputes', 'partners'],
    paths: /\/(?:disputes|dispute\/resolution)$/,
    lead: 'What partners do not accept of their statements, and how that ended.',
  },
  {
    slug: 'partner-terms',
    title: 'Terms of partners',
    group: OPERATOR,
    tags: ['partners'],
    paths: /\/(?:earning-rules|redeem-rates|allowance|prices)$/,
    lead: 'How the purchases of a partner earn points, what its points are worth and cost, and how many it may issue.',
  },
  {
    slug: 'partner-keys',
    title: 'Keys and people of partners',
    group: OPERATOR,
    tags: ['partners'],
    paths: /\/(?:keys|next-key|people)(?:\/|$)/,
    lead: 'API keys of a partner, the key with which it signs its batches, and the people of its console.',
  },
  {
    slug: 'partners',
    title: 'Partners',
    group: OPERATOR,
    tags: ['partners'],
    lead: 'The brands of the coalition: add, suspend, resume and release them, and let them leave.',
  },
  {
    slug: 'recoveries',
    title: 'Recoveries',
    group: OPERATOR,
    tags: ['recoveries'],
    lead: 'The account of a member who has lost the key, announced first and completed later.',
  },
  {
    slug: 'operator-keys',
    title: 'Keys of operators',
    group: OPERATOR,
    tags: ['operator-keys'],
    lead: 'Who may act as the operator, and what each key may do.',
  },
  {
    slug: 'powers',
    title: 'Powers and operations',
    group: OPERATOR,
    tags: ['powers', 'operations'],
    lead: 'Pause issuing or redeeming in an emergency, and cancel calls that were announced.',
  },
  {
    slug: 'proposals',
    title: 'Proposals',
    group: OPERATOR,
    tags: ['proposals'],
    lead: 'Calls that wait for a second person.',
  },
  {
    slug: 'audit-log',
    title: 'Audit log',
    group: OPERATOR,
    tags: ['audit-log'],
    lead: 'What operators and the back offices of partners called, in one chain of hashes.',
  },
  {
    slug: 'status',
    title: 'Status and ledger',
    group: SERVER,
    tags: ['status', 'ledger'],
    lead: 'How the server and the ledger are, and where the contracts are. Nobody needs a key for it.',
  },
]

/** Other names under which a page of the reference is asked for: the tags of the OpenAPI document. */
export const PAGE_OF_TAG: ReadonlyMap<string, string> = new Map(
  PLANS.flatMap(({ slug, tags }) => tags.map((tag) => [tag, slug] as const)).toReversed(),
)

function placeOperations(document: Document, routes: readonly RouteFacts[]): PlacedOperation[] {
  const facts = new Map(routes.map((route) => [route.operation, route]))
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method,
      path,
      operation: resolveOperation(document, operation),
      changes: method !== 'get' && facts.get(operation.operationId)?.reads !== true,
    })),
  )
}

function planOf({ path, operation }: PlacedOperation): ApiPagePlan {
  const [tag = 'other'] = operation.tags
  const plan = PLANS.find(({ tags, paths }) => tags.includes(tag) && (paths === undefined || paths.test(path)))
  if (plan === undefined) throw new Error(`no page of the docs has the tag ${tag} of ${path}: add it to PLANS`)
  return plan
}

/** Divides the operations of the document into pages, each on one, in the order of the sidebar. */
export function divideIntoPages(document: Document, routes: readonly RouteFacts[]): ApiPage[] {
  const bySlug = Map.groupBy(placeOperations(document, routes), (placed) => planOf(placed).slug)
  return PLANS.flatMap(({ slug, title, group, lead }) => {
    const operations = bySlug.get(slug)
    return operations === undefined ? [] : [{ slug, title, group, lead, operations }]
  })
}
