/** What the reference of a hold begins with that its member asked for, and no till: kept from partners. */
export const OWN_CLAIM_PREFIX = 'own-claim:'

/** The reference of a member's own claim, by a fresh id. */
export function ownClaimReference(id: string): string {
  return `${OWN_CLAIM_PREFIX}${id}`
}

/** Whether a hold is one that its member asked for away from any till. */
export function isOwnClaim({ reference }: { reference: string | null }): boolean {
  return reference?.startsWith(OWN_CLAIM_PREFIX) === true
}
