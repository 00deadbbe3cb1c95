import { type Collecting, type CollectSlipDeps, takeSlip } from './take-slip.ts'

/** Gives the points of a slip to the member who has it, of whichever brand it is. */
export async function collectOwnSlip(deps: CollectSlipDeps, asked: Collecting & { memberId: string }) {
  await deps.memberSlipTries.take(asked.memberId)
  return takeSlip(deps, { ...asked, partnerId: null })
}
