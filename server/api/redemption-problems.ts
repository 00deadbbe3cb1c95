import { problem } from './problem.ts'

/** Problems shown to tills and to members who spend points. */
export const redemptionProblems = {
  redemption_unknown: problem(404, 'Redemption unknown', 'There is no such redemption.'),
  redemption_conflict: problem(
    409,
    'Redemption conflict',
    'This reference is already used for another redemption; `fields` names what differs. The first one stands.',
  ),
  reference_reserved: problem(
    422,
    'Reference reserved',
    "References that begin with `prefix` are reserved for claims that members make themselves. Use the till's own number.",
  ),
  hold_expired: problem(
    409,
    'Hold expired',
    'The hold expired before it was captured, and its points are available again. Hold them again under another reference.',
  ),
  redemption_voided: problem(409, 'Redemption voided', 'The redemption is already voided.'),
  redemption_captured: problem(
    409,
    'Redemption captured',
    'The redemption is captured; it can no longer be voided, only restored.',
  ),
  redemption_refused: problem(
    409,
    'Redemption refused',
    'The redemption was captured, but the ledger will never burn its points, and the member has them again: `refusedReason` says why. With `gave_way` the partner had not countersigned it in time.',
  ),
  redemption_not_burned: problem(
    409,
    'Redemption not burned',
    'The redemption is not on the ledger yet, so it has no receipt, and nothing can be restored. Void it, or try again later.',
  ),
  points_insufficient: problem(
    422,
    'Points insufficient',
    'The member can spend `pointsAvailable` points now: confirmed points less those held, on their way or about to expire. The number is told only where the member showed their card.',
  ),
  points_out_of_range: problem(
    422,
    'Points out of range',
    'A redemption takes at least `pointsMin` and at most `pointsMax` points.',
  ),
  holds_too_many: problem(
    409,
    'Too many holds',
    'The partner already has `holdsMax` open holds for this member. Capture or void one, or let one expire.',
  ),
  partner_holds_too_many: problem(
    409,
    'Too many holds of the partner',
    'The partner already has `holdsMax` open holds in all. Capture or void some, or let some expire.',
  ),
  nonces_used_up: problem(
    409,
    'Nonces used up',
    'The account has reached the number of orders that one account can sign. Move it to a new key first.',
  ),
  redeeming_paused: problem(
    409,
    'Redeeming paused',
    'The operator has paused using points for everybody. Points held before are still captured, and burned when it goes on.',
  ),
  refusals_too_many: problem(
    409,
    'Too many refusals',
    "Within 24 hours the ledger refused `refusalsMax` of the member's orders because the wallet withdrew its signature. Points can be held again from `pausedUntil`.",
  ),
  member_frozen: problem(
    409,
    'Member frozen',
    'The account is frozen; its points cannot be spent until the member or the operator lifts the freeze.',
  ),
  account_moving: problem(
    409,
    'Account moving',
    'The account is moving to another key; its points can be spent again when the move is done.',
  ),
  consent_missing: problem(409, 'Consent missing', 'The member has not consented yet. Capture after consent.'),
  consent_invalid: problem(
    422,
    'Consent invalid',
    'The signature does not consent to this redemption; `reason` says why. If the member approved another one meanwhile, the order has another nonce: read the approval again.',
  ),
  consent_kind_unavailable: problem(
    422,
    'Consent kind unavailable',
    'This member cannot consent this way; `kinds` lists the ways that work.',
  ),
  approval_unknown: problem(404, 'Approval unknown', 'This approval link is not valid or has expired.'),
  pin_unset: problem(409, 'No PIN', 'The member has no PIN yet. Set one first.'),
  pin_set_already: problem(
    409,
    'PIN already set',
    'The member already has a PIN. Change it with the current one, or have the operator reset it.',
  ),
  reset_code_needed: problem(
    403,
    'Reset code needed',
    'The partner that enrolled the member sets the first PIN right after enrolment. Later the member needs a reset code from the operator.',
  ),
  reset_code_wrong: problem(
    422,
    'Reset code wrong',
    'The reset code is wrong, used, replaced by a newer one, or too old. The operator can issue another one.',
  ),
  pin_wrong: problem(422, 'PIN wrong', 'The PIN is wrong; `triesLeft` tries are left before it is locked.'),
  pin_locked: problem(
    423,
    'PIN locked',
    'Too many wrong PINs were given here. The PIN unlocks at `lockedUntil`; without that field, it must be changed where it still works, or reset by the operator. Elsewhere it may still be open.',
  ),
  pin_tries_paused: problem(
    429,
    'PIN tries paused',
    'The tills of this partner gave wrong PINs for too many cards and take none until `pausedUntil`. Members can still approve on their own phones, and all else goes on.',
  ),
  pin_cap_reached: problem(
    422,
    'Daily cap reached',
    'A member can spend at most `pointsPerDayMax` points a day (UTC) with a PIN; `pointsLeft` are left today.',
  ),
  restoration_conflict: problem(
    409,
    'Restoration conflict',
    'This reference is already used for another restoration; `fields` names what differs. The first one stands.',
  ),
  restoration_exceeds_redemption: problem(
    422,
    'Restoration exceeds redemption',
    'The restoration exceeds what is left of the redemption, which is `pointsLeft`.',
  ),
  restoration_out_of_time: problem(
    409,
    'Restoration too late',
    'A redemption can be restored on its day and for `daysMax` days afterwards.',
  ),
}

/** What is told about rewards and claims. */
export const rewardProblems = {
  reward_unknown: problem(404, 'Reward unknown', 'There is no such reward.'),
  reward_unavailable: problem(409, 'Reward unavailable', 'The reward is withdrawn, not valid yet, or expired.'),
  reward_out_of_stock: problem(409, 'Reward out of stock', 'The reward is out of stock.'),
  reward_limit_reached: problem(
    409,
    'Reward limit reached',
    'The member has reached the limit for this reward, which is `perMemberMax`.',
  ),
  reward_basket_too_small: problem(422, 'Basket too small', 'The reward needs a basket of at least `basketMinMinor`.'),
  reward_terms_invalid: problem(
    422,
    'Reward terms invalid',
    'The terms of the reward contradict each other; `field` names the wrong one.',
  ),
  reward_replaced: problem(
    409,
    'Reward replaced',
    'The reward was replaced already, by the one that `replacedById` names. Replace that one.',
  ),
  reward_versions_too_many: problem(
    409,
    'Reward versions too many',
    'The reward has followed others so often that it cannot be replaced again: there are `versionsMax` of them. Add a new one.',
  ),
  claim_unknown: problem(404, 'Claim unknown', 'There is no such claim.'),
  claim_not_usable: problem(409, 'Claim not usable', 'The claim is already `state` and cannot be used or cancelled.'),
  claim_not_burned: problem(
    409,
    'Claim not burned',
    'The points of this claim are not burned in a final block yet, and may still be refused. Try again in a while, or hand it over at your own risk with `beforeBurned`.',
  ),
  charity_unknown: problem(404, 'Charity unknown', 'There is no charity with this id.'),
  charity_exists: problem(409, 'Charity exists', 'A charity with this name is already listed.'),
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
  signed_out: problem(401, 'Signed out', 'Sign in first.'),
  sign_in_failed: problem(401, 'Sign-in failed', 'The card and PIN, wallet or passkey do not match a member.'),
  origin_refused: problem(403, 'Origin refused', 'Requests with a session are accepted from our own pages only.'),
  passkey_invalid: problem(422, 'Passkey invalid', "The passkey's answer could not be verified; `reason` says why."),
  passkey_taken: problem(409, 'Passkey taken', 'This passkey already belongs to a member.'),
  stronger_proof_needed: problem(
    403,
    'Stronger proof needed',
    'Being signed in is not enough for this; `proof` says what else is needed.',
  ),
  account_signature_invalid: problem(
    422,
    'Account signature invalid',
    'The signature does not allow this change of the account; `reason` says why.',
  ),
  account_used: problem(
    409,
    'Account used',
    'The new address has held points or belongs to a member. An account can only move to an unused address.',
  ),
  points_reserved: problem(
    409,
    'Points reserved',
    '`pointsReserved` points of the account are held or about to be burned. Move it when that is done.',
  ),
  account_closed: problem(409, 'Account closed', 'The account was moved and is closed for good.'),
  recovery_pending: problem(409, 'Recovery pending', 'A recovery of this account is already waiting.'),
  recovery_unknown: problem(404, 'Recovery unknown', 'No recovery of this account is waiting.'),
  passkey_too_young: problem(
    409,
    'Passkey too young',
    'A passkey confirms moves that were asked for once it had waited, until `confirmsFrom`: that of whoever asked with your card would be a new one. The move is made when its own wait is over.',
  ),
  passkey_unknown: problem(404, 'Passkey unknown', 'You have no passkey with this id that could confirm moves.'),
  passkeys_too_many: problem(
    409,
    'Too many passkeys',
    'You have `passkeysMax` passkeys to confirm moves with. Remove one first.',
  ),
  move_unknown: problem(404, 'Move unknown', 'No move of this account is waiting.'),
  erasure_blocked: problem(
    409,
    'Something is still open',
    'What is named in `open` is still on its way, and would be lost. Ask again once it is over: from `tryAgainAt`, where that is known.',
  ),
  erasure_pending: problem(
    409,
    'Erasure waits already',
    'The erasure of this account was asked for already, and waits.',
  ),
  erasure_points_differ: problem(
    409,
    'Another number of points',
    'The account holds `points` now. Tell the member, and send the number that they confirm.',
  ),
  erasure_unknown: problem(404, 'Erasure unknown', 'No erasure of this account is waiting.'),
  session_not_fresh: problem(
    403,
    'Sign in again',
    'This takes a session that your own key opened within the last 10 minutes.',
  ),
  recovery_not_ready: problem(409, 'Recovery not ready', 'The recovery can be completed from `readyAt`.'),
}
