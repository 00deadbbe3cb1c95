import type { Reader } from '../../../server/database/engine/client.ts'

/** Where a redemption stands in the tables, in the order of its way; each is reached in one transaction. */
export const REDEMPTION_STANDINGS = [
  'held',
  'consented',
  'captured',
  'list formed',
  'list signed, its call open',
  'call bound, its bytes stored',
  'send noted',
  'burn seen',
  'call included',
  'call final',
  'list done',
] as const
type Standing = 'nothing' | (typeof REDEMPTION_STANDINGS)[number]

interface Row {
  consented: boolean
  state: string
  list: string | null
  call: string | null
  isSent: boolean
  isBurned: boolean
}

/** Where the only redemption of an account stands. */
export function redemptionStandingOf(account: string): (reader: Reader) => Promise<Standing> {
  return async (reader) => {
    const [row] = await reader.$queryRaw<Row[]>`
    select r.consent_kind is not null as consented, r.state, l.state as list, c.state as call,
      exists (select from attempt a where a.call_id = c.id and a.last_sent_at is not null) as "isSent",
      exists (select from redemption_event e where e.account = r.account and e.nonce = r.nonce) as "isBurned"
    from redemption r left join redemption_list l on l.id = r.list_id left join call c on c.id = l.call_id
    where r.account = ${account}`
    return row === undefined ? 'nothing' : nameStanding(row)
  }
}

function nameStanding({ consented, state, list, call, isSent, isBurned }: Row): Standing {
  if (state === 'held') return consented ? 'consented' : 'held'
  if (list === null) return 'captured'
  if (list === 'formed') return 'list formed'
  if (list === 'done') return 'list done'
  if (call === 'included' || call === 'final') return `call ${call}`
  if (isBurned) return 'burn seen'
  if (call === 'open') return 'list signed, its call open'
  return isSent ? 'send noted' : 'call bound, its bytes stored'
}
