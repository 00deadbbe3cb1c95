/** What a page of the reference is about, and which operations are on it. */
export interface ApiPagePlan {
  readonly slug: string
  readonly title: string
  readonly group: string
  readonly lead: string
  readonly tags: readonly string[]
  /** Of the operations with those tags, only the ones at these paths; a tag with many is on several pages. */
  readonly paths?: RegExp
}

const OPERATOR = 'For the operator'
const SERVER = 'The server'

/** The pages of the reference for those who run the coalition, and of the server: the last ones. */
export const OPERATOR_PAGE_PLANS: readonly ApiPagePlan[] = [
  {
    slug: 'clearing',
    title: 'Months and statements',
    group: OPERATOR,
    tags: ['months', 'partners'],
    paths: /\/(?:close|statements(?:\/[^/]+)?)$/,
    lead: 'Close months, and read what each of them came to.',
  },
  {
    slug: 'statement-payments',
    title: 'Payments of statements',
    group: OPERATOR,
    tags: ['partners'],
    paths: /\/statements\/[^/]+\/payment$/,
    lead: 'Record what was paid, once the bank shows it.',
  },
  {
    slug: 'exchange-rates',
    title: 'Exchange rates',
    group: OPERATOR,
    tags: ['rates', 'partners'],
    paths: /\/(?:rates|settlement-currency)$/,
    lead: 'In which currency a partner settles, and the signed rates that its statements are converted with.',
  },
  {
    slug: 'charity-statements',
    title: 'Charities’ statements',
    group: OPERATOR,
    tags: ['charities'],
    lead: 'What is owed to charities for the points that members gave them, and recording what was paid.',
  },
  {
    slug: 'partner-packs',
    title: 'Packs of partners',
    group: OPERATOR,
    tags: ['partners'],
    paths: /\/packs(?:\/|$)/,
    lead: 'Points that partners buy in advance: order packs, record what was paid, and say when a partner is warned.',
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
    tags: ['status', 'ledger', 'archive'],
    lead: 'How the server and the ledger are, where the contracts are, and which receipts are published. Nobody needs a key for it.',
  },
]
