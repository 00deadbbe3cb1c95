import type { ShownFlow } from '../../domain/figures/flows.ts'
import type { MonthFlows } from './flow-memory.ts'
import { readFlows, type ReadFlowsDeps } from './read-flows.ts'

/** Flows of a month that begin or end at a partner. */
export interface PartnerFlows extends Omit<MonthFlows, 'flows'> {
  /** Of members who earn here: where they redeemed. */
  readonly outward: readonly ShownFlow[]
  /** What was redeemed here: by members who earn where. */
  readonly inward: readonly ShownFlow[]
}

/** Reads a partner's part of the flows of a month, or of the last one that is over. */
export async function readPartnerFlows(
  deps: ReadFlowsDeps,
  { partnerId, month }: { partnerId: number; month: number | null },
): Promise<PartnerFlows> {
  const { flows, ...about } = await readFlows(deps, month)
  return {
    ...about,
    outward: flows.filter(({ homeId }) => homeId === partnerId),
    inward: flows.filter((flow) => flow.partnerId === partnerId),
  }
}
