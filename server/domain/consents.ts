/** What a member can agree to. `notices`: to be told by e-mail or SMS when something important happens to the account. */
export type ConsentPurpose = 'notices'

/** The wordings that members were shown, by version. The last one is what they are asked today. Never changed, only added to. */
export const CONSENT_WORDINGS: Readonly<Record<ConsentPurpose, readonly [string, ...string[]]>> = {
  notices: [
    'Tell me there when something important happens to my account. A new PIN, a move of your points or a recovery. We keep the address encrypted, for this only.',
  ],
}

/** The version of the wording that members are asked today, from 1 on. */
export const consentVersion = (purpose: ConsentPurpose): number => CONSENT_WORDINGS[purpose].length
