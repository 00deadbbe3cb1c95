import { monthText } from '../../../server/domain/utc-days.ts'
import type { PartnerKey } from '../../replay/partner-keys.ts'
import type { Past } from './past.ts'

const DISPUTE_REASON =
  'Our books have a return on the 29th that is not on this statement. Please compare them with your list before we pay.'

/** Closes a month that is over: its statements first, then, by the relayer, the month in the Clearing contract. */
export async function closePastMonth({ api, operator, timeline }: Past, month: number): Promise<void> {
  // A month is closed by the state of a final block after it.
  await timeline.mineUntilFinal()
  await timeline.settle()
  // What is issued from now on must not outlive the blocks that it names.
  await timeline.save()
  await api.withKey(operator.key).POST('/v1/months/{month}/close', { params: { path: { month: monthText(month) } } })
  await timeline.settle()
}

/** The operator records the payments of a month, and each brand confirms its own: both sides then mark them on chain. */
export async function payPastMonth({ api, operator, partners, timeline }: Past, month: number): Promise<void> {
  for (const { partnerId, key } of partners) {
    const { data: summary } = await api.withKey(key).GET('/v1/statements/{month}', ofMonth(month))
    const { settlement, statement } = summary
    if (settlement.state === 'settled') continue
    const body = { reference: statement.number }
    await api.withKey(operator.key).POST('/v1/partners/{partnerId}/statements/{month}/payment', {
      params: { path: { partnerId: String(partnerId), month: monthText(month) } },
      body,
    })
    if (settlement.lastAct === null)
      await api.withKey(key).POST('/v1/statements/{month}/confirmation', { ...ofMonth(month), body })
  }
  await timeline.settle()
}

/** A brand does not agree with a statement, and says why. */
export async function disputeStatement({ api, timeline }: Past, { key }: PartnerKey, month: number): Promise<void> {
  const { data } = await api.withKey(key).GET('/v1/statements/{month}', ofMonth(month))
  if (data.settlement.lastAct === null)
    await api
      .withKey(key)
      .POST('/v1/statements/{month}/dispute', { ...ofMonth(month), body: { reason: DISPUTE_REASON } })
  await timeline.settle()
}

const ofMonth = (month: number) => ({ params: { path: { month: monthText(month) } } })
