import type { Reader, Transaction } from './engine/client.ts'
import type { AttemptModel, CallModel } from './generated/models.ts'
import { theRow, type Narrow } from './engine/row.ts'
import { lockRow } from './engine/lock-row.ts'
import { insertNewRows, insertRows, saveRows } from './engine/save-rows.ts'
import { columnList } from './engine/tables.ts'

/**
 * One contract call that must happen once. `included` with a reason was included and reverted; it is `failed` when that
 * block is final.
 */
export type Call = Narrow<
  CallModel,
  {
    kind: 'batch' | 'operator' | 'redemption' | 'account' | 'sweep' | 'clearing'
    state: 'open' | 'bound' | 'included' | 'final' | 'failed'
  }
>

/** The signed bytes of one try at a call. */
export type Attempt = Readonly<AttemptModel>

declare module './engine/tables.ts' {
  interface Rows {
    call: Call
    attempt: Attempt
  }
}

/** A call that is not stored yet. */
export type NewCall = Omit<Call, 'seq'>

/** A call with a nonce, and every try at it, oldest first. */
export interface BoundCall {
  call: Call
  attempts: Attempt[]
}

/** Stores a call for the first time: an operator's act in the transaction of its cause, or a batch when it is bound. */
export async function insertCall(tx: Transaction, call: NewCall): Promise<Call> {
  return theRow(await insertNewRows(tx, 'call', [call], `the call ${call.id}, or its nonce on its lane, is taken`))
}

/** What is known of a call that has no nonce yet. */
export type OpenCall = Pick<NewCall, 'id' | 'kind' | 'name' | 'partnerId' | 'to' | 'data' | 'createdAt'>

/** Stores a call that waits for its nonce, in the transaction of its cause. */
export async function insertOpenCall(tx: Transaction, call: OpenCall): Promise<Call> {
  return insertCall(tx, {
    ...call,
    gasLimit: null,
    laneAddress: null,
    nonce: null,
    state: 'open',
    reason: null,
    blockNumber: null,
    blockHash: null,
    gasUsed: null,
  })
}

/** Stores a call that this transaction has locked. */
export async function saveCall(tx: Transaction, call: Call): Promise<void> {
  await saveRows(tx, 'call', [call])
}

/** Locks a call until the transaction ends; null while another transaction has it. */
export async function lockCall(tx: Transaction, id: string): Promise<Call | null> {
  return lockRow(tx, 'call', id)
}

/** Calls of the operator about no partner: to stop something must not wait until a partner is registered. */
const FIRST_CALLS = `('pause_power', 'resume_power', 'cancel_operation', 'hold_account', 'free_account')`

/** What others can make fail, by doing it first: it must not hold up what an operator asks for. */
const LAST_CALLS = `('close_month', 'extend_partners', 'mark_payment', 'resolve_dispute', 'anchor_log')`

/** Operator calls that have no nonce yet, in the order in which they must happen; pauses before all others, clearing after them. */
export async function listOpenOperatorCalls(reader: Reader, rowsMax: number): Promise<Call[]> {
  return reader.$queryRawUnsafe<Call[]>(
    `select ${columnList('call')} from call where kind = 'operator' and state = 'open'
     order by name not in ${FIRST_CALLS}, name in ${LAST_CALLS}, seq limit $1::int`,
    rowsMax,
  )
}

/** Whether a call of the operator about a partner is not final yet. */
export async function hasOperatorCall(reader: Reader, partnerId: number): Promise<boolean> {
  const where = { kind: 'operator', partnerId, state: { in: ['open', 'bound', 'included'] } }
  return (await reader.call.count({ where })) > 0
}

/** Whether the operator has asked for the same call already, and it is not final yet. */
export async function hasOpenCall(reader: Reader, { to, data }: Pick<Call, 'to' | 'data'>): Promise<boolean> {
  const where = { kind: 'operator', to, data, state: { in: ['open', 'bound', 'included'] } }
  return (await reader.call.count({ where })) > 0
}

/** The newest call of the operator with one of these names; null before the first. */
export async function findNewestCallOf(reader: Reader, names: readonly string[]): Promise<Call | null> {
  const where = { kind: 'operator', name: { in: [...names] } }
  return (await reader.call.findFirst({ where, orderBy: { seq: 'desc' } })) as Call | null
}

/** The newest call of the operator that is the same; null where there was none. */
export async function findSameCall(reader: Reader, { to, data }: Pick<Call, 'to' | 'data'>): Promise<Call | null> {
  const where = { kind: 'operator', to, data }
  return (await reader.call.findFirst({ where, orderBy: { seq: 'desc' } })) as Call | null
}

/**
 * What a partner may still issue by the calls that were asked for here, done or not: raised, less lowered and issued. The last word of
 * such a call is its points. The caller has locked the partner.
 */
export async function sumAllowance(tx: Transaction, partnerId: number): Promise<bigint> {
  const rows = await tx.$queryRaw<{ points: bigint }[]>`
    select coalesce(sum(case name when 'raise_allowance' then points else -points end), 0)::bigint
      - (select coalesce(sum(credited), 0) from posted_batch where partner_id = ${partnerId})::bigint as points
    from (
      select name, ('x' || right(data, 16))::bit(64)::bigint as points from call
      where kind = 'operator' and partner_id = ${partnerId} and name in ('raise_allowance', 'lower_allowance')
        and state <> 'failed'
    ) changed`
  const points = theRow(rows).points
  return points > 0n ? points : 0n
}

/** Kinds of calls that any lane for batches may send, each for itself. */
const LANE_KINDS = `('redemption', 'account', 'sweep', 'clearing')`

/**
 * What must come before a call. A partner's lists and its restorations take turns, because a list moves the chain of the day
 * that a restoration's proof ends in; a member's acts come one after the other, because each is signed for its turn.
 */
const IS_BLOCKED = `exists (
  select from call before where before.kind = c.kind and before.seq < c.seq and before.state in ('open', 'bound') and (
    c.kind = 'redemption' and before.partner_id = c.partner_id and (before.name = 'restore') <> (c.name = 'restore')
    or c.kind = 'account' and exists (
      select from account_act own join account_act other on other.member_id = own.member_id
      where own.call_id = c.id and other.call_id = before.id
    )
  )
)`

/**
 * Calls of partners' lists, restorations and acts of clearing, of members' acts and of sweeps that have no nonce yet and need not wait for another one,
 * in order: those that the contract would refuse for a reason that passes (parked), or those that nobody has tried. A freeze or
 * unfreeze waits until it was asked for before a moment, because the opposite may follow.
 */
export async function listOpenLaneCalls(
  reader: Reader,
  { isParked, freezeAskedBefore, rowsMax }: { isParked: boolean; freezeAskedBefore: Date; rowsMax: number },
): Promise<Call[]> {
  return reader.$queryRawUnsafe<Call[]>(
    `select ${columnList('call', 'c')} from call c
     where c.state = 'open' and c.kind in ${LANE_KINDS} and (c.reason is not null) = $1 and not ${IS_BLOCKED}
       and not (c.name = 'set_freeze' and c.created_at > $2)
     order by c.seq limit $3`,
    isParked,
    freezeAskedBefore,
    rowsMax,
  )
}

/** Whether another call must come before this one. */
export async function isCallBlocked(reader: Reader, id: string): Promise<boolean> {
  const rows = await reader.$queryRawUnsafe<{ blocked: boolean }[]>(
    `select ${IS_BLOCKED} as blocked from call c where c.id = $1::uuid`,
    id,
  )
  return rows[0]?.blocked === true
}

/** Whether a list of the partner is on its way: then the chain of its day is about to move. */
export async function hasListsOnTheWay(reader: Reader, partnerId: number): Promise<boolean> {
  const where = { kind: 'redemption', name: 'redeem', partnerId, state: { in: ['open', 'bound'] } }
  return (await reader.call.count({ where })) > 0
}

/** Whether an earlier call for the same member is included and not final: a reorg could still undo what it did. */
export async function hasUnsettledActsBefore(reader: Reader, callId: string): Promise<boolean> {
  const rows = await reader.$queryRaw<{ found: boolean }[]>`
    select exists (
      select from account_act own join account_act other on other.member_id = own.member_id and other.seq < own.seq
      join call before on before.id = other.call_id where own.call_id = ${callId}::uuid and before.state = 'included'
    ) as found`
  return rows[0]?.found === true
}

/** Whether an operator's call has a nonce, and a reorg could still undo what it did. */
export async function hasUnsettledOperatorCalls(reader: Reader): Promise<boolean> {
  return (await reader.call.count({ where: { kind: 'operator', state: { in: ['bound', 'included'] } } })) > 0
}

/** Gas that calls of a kind used for a partner. */
export interface GasUse {
  /** Whose batches, lists and restorations they were, or who enrolled the member whose acts they were; null for nobody. */
  readonly partnerId: number | null
  readonly kind: Call['kind']
  readonly gas: bigint
}

/** The gas that was used by calls that were made since a moment, by partner and kind. */
export async function sumGasUsed(reader: Reader, since: Date): Promise<GasUse[]> {
  return reader.$queryRaw<GasUse[]>`
    select coalesce(c.partner_id, m.enrolled_by) as "partnerId", c.kind, sum(c.gas_used)::bigint as gas
    from call c left join account_act a on a.call_id = c.id left join member m on m.id = a.member_id
    where c.created_at >= ${since} and c.gas_used is not null
    group by 1, 2 order by 1, 2`
}

/** Calls whose bytes are not known to be included, in nonce order per lane, with all their attempts. */
export async function listBoundCalls(reader: Reader, rowsMax: number): Promise<BoundCall[]> {
  const calls = (await reader.call.findMany({
    where: { state: 'bound' },
    orderBy: [{ laneAddress: 'asc' }, { nonce: 'asc' }],
    take: rowsMax,
  })) as Call[]
  const attempts = await listAttempts(
    reader,
    calls.map((call) => call.id),
  )
  return calls.map((call) => ({ call, attempts: attempts.filter((attempt) => attempt.callId === call.id) }))
}

/** All attempts of these calls, oldest first. */
export async function listAttempts(reader: Reader, callIds: readonly string[]): Promise<Attempt[]> {
  return reader.attempt.findMany({ where: { callId: { in: [...callIds] } }, orderBy: { number: 'asc' } })
}

/** How many calls of each lane are bound and not included. */
export async function countInFlight(reader: Reader): Promise<Map<string, number>> {
  const groups = await reader.call.groupBy({ by: ['laneAddress'], where: { state: 'bound' }, _count: true })
  return new Map(groups.map((group) => [group.laneAddress ?? '', group._count]))
}

/** The lane of a partner's newest batch call that is not settled for ever; null when nothing of it is on its way. */
export async function findLaneInUse(reader: Reader, partnerId: number): Promise<string | null> {
  const call = await reader.call.findFirst({
    where: { kind: 'batch', partnerId, state: { in: ['bound', 'included'] } },
    orderBy: { seq: 'desc' },
    select: { laneAddress: true },
  })
  return call?.laneAddress ?? null
}

/** Stores signed bytes before they are sent. False if that number of try exists already: then these are thrown away. */
export async function insertAttempt(tx: Transaction, attempt: Attempt): Promise<boolean> {
  return (await insertRows(tx, 'attempt', [attempt])).length === 1
}

/** Stores when attempts were last sent. */
export async function saveAttempts(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
  await saveRows(tx, 'attempt', attempts)
}

/** Included calls whose block is canonical, by what was applied, and final. */
export async function listCallsToFinalise(reader: Reader, chainId: number, rowsMax: number): Promise<Call[]> {
  return reader.$queryRawUnsafe<Call[]>(
    `select ${columnList('call')} from call join chain_cursor cursor on cursor.chain_id = $1
     left join block on block.number = call.block_number
     where call.state = 'included' and call.block_number <= cursor.finalized_number
       and call.block_number <= cursor.processed_number and coalesce(block.hash, call.block_hash) = call.block_hash
     order by call.seq limit $2`,
    chainId,
    rowsMax,
  )
}

/**
 * Calls whose block is no longer canonical, by what was applied: above the newest applied block, or another block is
 * there. (A block that is missing below was forgotten because it is final.)
 */
export async function listOrphanedCalls(reader: Reader, chainId: number, rowsMax: number): Promise<Call[]> {
  return reader.$queryRawUnsafe<Call[]>(
    `select ${columnList('call')} from call join chain_cursor cursor on cursor.chain_id = $1
     left join block on block.number = call.block_number
     where call.state in ('included', 'final', 'failed') and call.block_number is not null
       and (call.block_number > cursor.processed_number or block.hash <> call.block_hash)
     order by call.seq limit $2`,
    chainId,
    rowsMax,
  )
}

/** A call by its id. */
export async function findCall(reader: Reader, id: string): Promise<Call | null> {
  return (await reader.call.findUnique({ where: { id } })) as Call | null
}
