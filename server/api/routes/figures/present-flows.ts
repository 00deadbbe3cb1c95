import type { MonthFlows } from '../../../actions/figures/flow-memory.ts'
import { FLOW_DEFINITIONS } from '../../../domain/figures/definitions.ts'
import { FLOW_MEMBERS_MIN, type ShownFlow } from '../../../domain/figures/flows.ts'
import { monthText } from '../../../domain/utc-days.ts'

/** A flow as it is sent. */
export function presentFlow({ homeId, partnerId, members, points }: ShownFlow) {
  return { homeId, partnerId, members, points: points === null ? null : String(points) }
}

/** What is sent with flows. */
export function presentMonth({ month, brands }: Pick<MonthFlows, 'month' | 'brands'>) {
  return {
    month: monthText(month),
    membersMin: FLOW_MEMBERS_MIN,
    brands: [...brands],
    definitions: FLOW_DEFINITIONS,
  }
}
