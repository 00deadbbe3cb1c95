import { problem } from './problem.ts'

/** What a till, or a member who spends points, is told. */
export const redemptionProblems = {
  redemption_unknown: problem(404, 'Redemption unknown', 'There is no such redemption here.'),
  redemption_conflict: problem(
    409,
    'Redemption conflict',
    'This reference was used before for another redemption; `fields` names what differs. The first one stands.',
  ),
  reference_reserved: problem(
    422,
    'Reference reserved',
    "References that begin with `prefix` are kept for what members claim themselves. Take the till's own number.",
  ),
  hold_expired: problem(
    409,
    'Hold expired',
    'The hold ended before it was captured, and its points are free again. Hold them anew under another reference.',
  ),
  redemption_voided: problem(409, 'Redemption voided', 'The redemption was voided before.'),
  redemption_captured: problem(
    409,
    'Redemption captured',
    'The redemption was captured; it cannot be voided any more, only restored.',
  ),
  redemption_not_burned: problem(
    409,
    'Redemption not burned',
    'The redemption is not on the ledger yet, so that nothing can be restored. Void it, or ask again later.',
  ),
  points_insufficient: problem(
    422,
    'Points insufficient',
    'The member has `pointsAvailable` points that can be spent now: confirmed ones, less what is held, on its way or about to expire.',
  ),
  points_out_of_range: problem(
    422,
    'Points out of range',
    'A redemption is of `pointsMin` points at least and of `pointsMax` at most.',
  ),
  holds_too_many: problem(
    409,
    'Too many holds',
    'The member has `holdsMax` open holds already. Capture or void one, or let it expire.',
  ),
  nonces_used_up: problem(
    409,
    'Nonces used up',
    'The account has signed as many orders as an account can. Move it to a new key first.',
  ),
  refusals_too_many: problem(
    409,
    'Too many refusals',
    'Within 24 hours the ledger refused `refusalsMax` orders of the member, because the wallet no longer stood by its signature. Points can be held again from `pausedUntil` on.',
  ),
  member_frozen: problem(
    409,
    'Member frozen',
    'The account is frozen; its points cannot be spent until the member, or the operator, lifts that.',
  ),
  account_moving: problem(
    409,
    'Account moving',
    'The account is on its way to another key; its points can be spent again when that is done.',
  ),
  consent_missing: problem(409, 'Consent missing', 'The member has not consented yet: capture follows consent.'),
  consent_invalid: problem(
    422,
    'Consent invalid',
    'The signature does not consent to this redemption; `reason` says why.',
  ),
  consent_kind_unavailable: problem(
    422,
    'Consent kind unavailable',
    'This member cannot consent in this way; `kinds` names how they can.',
  ),
  approval_unknown: problem(404, 'Approval unknown', 'This approval link is not valid, or not any more.'),
  pin_unset: problem(409, 'No PIN', 'The member has no PIN yet. Set one first.'),
  pin_set_already: problem(
    409,
    'PIN set already',
    'The member has a PIN. It is changed with the old one, or reset by the operator.',
  ),
  reset_code_needed: problem(
    403,
    'Reset code needed',
    'The first PIN is set by the partner that enrolled the member, right after that. Later the member brings the reset code that the operator gave them.',
  ),
  reset_code_wrong: problem(
    422,
    'Reset code wrong',
    'The reset code is wrong, used, replaced by a newer one, or too old. The operator gives the member another one.',
  ),
  pin_wrong: problem(422, 'PIN wrong', 'The PIN is wrong; `triesLeft` tries are left before it is locked.'),
  pin_locked: problem(
    423,
    'PIN locked',
    'Too many wrong PINs. It opens again at `lockedUntil`; where that is missing, the operator must reset it.',
  ),
  pin_cap_reached: problem(
    422,
    'Daily cap reached',
    'With a PIN a member spends at most `pointsPerDayMax` points a day (UTC); `pointsLeft` are left today.',
  ),
  restoration_conflict: problem(
    409,
    'Restoration conflict',
    'This reference was used before for another restoration; `fields` names what differs. The first one stands.',
  ),
  restoration_exceeds_redemption: problem(
    422,
    'Restoration exceeds redemption',
    'More would be given back than is left of the redemption; `pointsLeft` is left.',
  ),
  restoration_out_of_time: problem(
    409,
    'Restoration out of time',
    'A redemption can be restored on its day and for `daysMax` days after it.',
  ),
}

/** What is told about rewards and claims. */
export const rewardProblems = {
  reward_unknown: problem(404, 'Reward unknown', 'There is no such reward.'),
  reward_unavailable: problem(
    409,
    'Reward unavailable',
    'The reward is withdrawn, not valid yet, or not valid any more.',
  ),
  reward_out_of_stock: problem(409, 'Reward out of stock', 'All of this reward are gone.'),
  reward_limit_reached: problem(
    409,
    'Reward limit reached',
    'The member has had this reward as often as one member may; `perMemberMax` says how often.',
  ),
  reward_basket_too_small: problem(422, 'Basket too small', 'The reward needs a basket of `basketMinMinor` at least.'),
  reward_terms_invalid: problem(
    422,
    'Reward terms invalid',
    'The terms of the reward do not fit together; `field` names the one that does not.',
  ),
  claim_unknown: problem(404, 'Claim unknown', 'There is no such claim here.'),
  claim_not_usable: problem(409, 'Claim not usable', 'The claim is `state` already and cannot be used or cancelled.'),
  charity_unknown: problem(404, 'Charity unknown', 'No listed charity has this id.'),
  charity_exists: problem(409, 'Charity exists', 'A charity of this name is listed already.'),
  picture_invalid: problem(
    422,
    'Picture invalid',
    'The picture cannot be read, or is not what its Content-Type says; `reason` says which.',
  ),
  picture_pixels_too_many: problem(
    422,
    'Picture has too many pixels',
    'The picture is `width` by `height`; send one with `pixelsMax` pixels at most.',
  ),
  pictures_too_many: problem(
    409,
    'Too many pictures',
    'The partner has uploaded `picturesMax` pictures, and each is kept. Ask the operator.',
  ),
  colours_unreadable: problem(
    422,
    'Colours unreadable',
    'Text in `textColour` cannot be read well on `colour`: their contrast is `contrast` to 1, and must be `contrastMin` to 1.',
  ),
}

/** What a member is told about signing in, and about the account as a whole. */
export const memberAccessProblems = {
  signed_out: problem(401, 'Signed out', 'Sign in first: this answer is for the member only.'),
  sign_in_failed: problem(
    401,
    'Sign-in failed',
    'The card and PIN, wallet or passkey do not belong together, or to no member.',
  ),
  origin_refused: problem(403, 'Origin refused', 'Requests of a signed-in member come from our own pages only.'),
  passkey_invalid: problem(
    422,
    'Passkey invalid',
    'The answer of the passkey could not be verified; `reason` says why.',
  ),
  passkey_taken: problem(409, 'Passkey taken', 'This passkey belongs to a member already.'),
  stronger_proof_needed: problem(
    403,
    'Stronger proof needed',
    'Being signed in is not enough for this: `proof` says what is asked for besides.',
  ),
  account_signature_invalid: problem(
    422,
    'Account signature invalid',
    'The signature does not allow this change of the account; `reason` says why.',
  ),
  account_used: problem(
    409,
    'Account used',
    'The new address has held points or belongs to a member; an account moves to a fresh one only.',
  ),
  points_reserved: problem(
    409,
    'Points reserved',
    'Of the account `pointsReserved` points are held or on their way to be burned. Move it when that is done.',
  ),
  account_closed: problem(409, 'Account closed', 'The account was moved and is closed for ever.'),
  recovery_pending: problem(409, 'Recovery pending', 'A recovery of this account is waiting already.'),
  recovery_unknown: problem(404, 'Recovery unknown', 'No recovery of this account is waiting.'),
  recovery_not_ready: problem(409, 'Recovery not ready', 'The recovery can be completed from `readyAt` on.'),
}
