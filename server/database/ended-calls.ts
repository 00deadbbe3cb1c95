import type { Call } from './calls.ts'
import type { Reader } from './engine/client.ts'

/** What waited for its call, and how that ended. */
export interface EndedCall {
  /** Of what the call was for. */
  readonly id: string
  readonly callState: Call['state']
  readonly reason: string | null
}

/** Rows of a table in a state whose call is final or has failed, oldest first. */
export async function listEndedCalls(
  reader: Reader,
  asked: { table: 'account_act' | 'clearing_act' | 'redemption_list' | 'restoration'; state: string; rowsMax: number },
): Promise<EndedCall[]> {
  return reader.$queryRawUnsafe<EndedCall[]>(
    `select r.id, c.state as "callState", c.reason from ${asked.table} r join call c on c.id = r.call_id
     where r.state = $1 and c.state in ('final', 'failed') order by r.seq limit $2`,
    asked.state,
    asked.rowsMax,
  )
}
