/** What operators do, in words: what it will do before it is done, and what was done. */
export const acts = {
  raise: {
    title: 'Raise the allowance of {{partner}}?',
    words:
      '{{partner}} may issue {{points}} more than now. What waits for it goes on by itself. It can be lowered again, but points that were issued stay.',
    go: 'Raise it by {{points}}',
    done: 'Recorded. The ledger follows within seconds.',
  },
  lower: {
    title: 'Lower the allowance of {{partner}}?',
    words:
      '{{partner}} may issue {{points}} less than now, and nothing more where that is not left. Purchases beyond it wait until it is raised.',
    go: 'Lower it by {{points}}',
    done: 'Recorded. The ledger follows within seconds.',
  },
  set_daily_limit: {
    title: 'Set the daily limit of {{partner}}?',
    words:
      '{{partner}} may issue at most {{points}} within any 24 hours, in place of the limit that holds now. Purchases beyond it wait.',
    go: 'Set it to {{points}}',
    done: 'Recorded. The ledger follows within seconds.',
  },
  suspend: {
    title: 'Suspend {{partner}}?',
    words:
      'New purchases at {{partner}} are refused, and what waits is kept until you resume it. Points that members have already earned stay redeemable.',
    go: 'Suspend {{partner}}',
    done: '{{partner}} is suspended here. The ledger follows within seconds.',
  },
  resume: {
    title: 'Resume {{partner}}?',
    words: '{{partner}} takes part again. What was kept waiting goes on by itself.',
    go: 'Resume {{partner}}',
    done: '{{partner}} is active here. The ledger follows within seconds.',
  },
  release: {
    title: 'Let {{partner}} out of quarantine?',
    words:
      'You have looked at what {{partner}} posted without this server, up to entry {{entry}}. What waits here is numbered behind it and posted. Whatever was posted later keeps the quarantine. Reason: “{{reason}}”.',
    go: 'Release {{partner}}',
    done: 'Released up to entry {{entry}}.',
  },
  prices: {
    title: 'Plan the prices of {{partner}} from {{month}} on?',
    words:
      'From {{month}} on, {{partner}} pays {{issue}} for a point that it issues, and gets {{redeem}} for a point that is redeemed there, until other prices hold. This writes the plan down; the ledger has it once the administrator has announced it and carried it out two days later.',
    go: 'Plan these prices',
    done: 'Planned. The administrator can announce it now: the table shows how far it is.',
  },
  settlement: {
    title: 'Settle with {{partner}} in {{currency}} from {{month}} on?',
    words:
      'From {{month}} on, {{partner}} pays and is paid in {{currency}}, until another currency holds. Each statement is converted at the signed rate of the last day of its month; without one it waits. A month that has begun never changes.',
    go: 'Set this currency',
    done: 'Set: {{currency}} from {{month}} on.',
  },
  revokeKey: {
    title: 'Revoke the key “{{label}}”?',
    words:
      'The till or program that uses the key {{keyId}} of {{partner}} is refused from now on, within a second. This cannot be undone; issue another key for it.',
    go: 'Revoke it for ever',
    done: 'The key “{{label}}” is revoked.',
  },
  close: {
    title: 'Close {{month}}?',
    words:
      'Each partner with anything in {{month}} gets a statement, signed with the operator’s key. A statement never changes: what comes late is in a later month. Nothing is signed where the figures of a single partner do not add up. Again: issues only those that are missing.',
    go: 'Close {{month}}',
    done: '{{month}} is closed here. The ledger follows within a minute or two.',
  },
  payment: {
    title: 'Record the payment of {{number}}?',
    words:
      '{{number}} ({{partner}}, {{amount}}) was paid in full, with the reference “{{reference}}”. From now on it is not in the opening position of new statements. It cannot be changed afterwards. On the ledger it counts once {{partner}} has named the same reference.',
    go: 'Record the payment',
    done: 'The payment is recorded. Its mark is on its way to the ledger.',
  },
  resolution: {
    title: 'End the dispute of {{partner}} about {{month}}?',
    words:
      'The position stays as it was closed, and payments count again. What was agreed (“{{outcome}}”) is kept here and can be read by {{partner}}; book the correction in a later month, or pay it apart. Nothing is settled by this.',
    go: 'End the dispute',
    done: 'The end of the dispute is on its way to the ledger.',
  },
  approve: {
    title: 'Approve as the second person?',
    words:
      'It is carried out at once, as the call of whoever proposed it: {{what}}. If its answer has a secret, it is left to them to carry it out.',
    go: 'Approve it',
    done: 'Approved. The list shows how it went.',
  },
  reject: {
    title: 'Reject this proposal?',
    words: 'It is not carried out, and ends: {{what}}. Whoever proposed it can propose it again.',
    go: 'Reject it',
    done: 'Rejected.',
  },
  carryOut: {
    title: 'Carry out your proposal?',
    words: 'It is done now: {{what}}. If the answer has a secret, it is shown this once, here.',
    go: 'Carry it out',
    done: 'Carried out.',
  },
  pause_issuing: {
    title: 'Pause the issuing of points for everybody?',
    words:
      'Here at once, and on the ledger within seconds: no partner gives points. Purchases and returns are still accepted, and wait. Points still expire meanwhile. Reason: “{{reason}}”.',
    go: 'Pause issuing',
    done: 'Issuing is paused here. The ledger follows within seconds.',
  },
  pause_redeeming: {
    title: 'Pause redeeming for everybody?',
    words:
      'Here at once, and on the ledger within seconds: nothing can be held at a till, and what was captured, what is to be given back and moves of accounts wait. Points still expire meanwhile: you owe members what expires during a pause that you caused. Reason: “{{reason}}”.',
    go: 'Pause redeeming',
    done: 'Redeeming is paused here. The ledger follows within seconds.',
  },
  resume_issuing: {
    title: 'Let issuing go on?',
    words: 'Partners give points again, and what waited goes on by itself. Reason: “{{reason}}”.',
    go: 'Resume issuing',
    done: 'Issuing goes on. The ledger follows within seconds.',
  },
  resume_redeeming: {
    title: 'Let redeeming go on?',
    words: 'Points can be redeemed again, and what waited goes on by itself. Reason: “{{reason}}”.',
    go: 'Resume redeeming',
    done: 'Redeeming goes on. The ledger follows within seconds.',
  },
  cancelOperation: {
    title: 'Cancel the announced call {{call}}?',
    words:
      'The call is taken back and can no longer be carried out; the administrator can announce it again. Changes of the roles themselves only the administrator can cancel: such a cancelling fails on the ledger.',
    go: 'Cancel the call',
    done: 'The cancelling is on its way to the ledger. The call leaves the list once it is there.',
  },
  freeze: {
    title: 'Freeze the account of this member?',
    words:
      'Within seconds nothing can be spent or moved from the account of member {{memberId}}. Points still come in, and expire. The member sees that the operator froze it.',
    go: 'Freeze the account',
    done: 'The freeze is on its way to the ledger, within seconds.',
  },
  unfreeze: {
    title: 'Free the account of this member?',
    words:
      'Within seconds the operator’s freeze of the account of member {{memberId}} is lifted. A freeze of the member’s own stays.',
    go: 'Free the account',
    done: 'The freeze is being lifted, within seconds.',
  },
  announceRecovery: {
    title: 'Announce this recovery?',
    words:
      'All points of member {{memberId}} are to move to the new key. The wait begins in public: the member, or anybody with the old key, can refuse until it is over, and you can take it back.',
    go: 'Announce the recovery',
    done: 'The announcement is on its way to the ledger. The wait begins there.',
  },
  cancelRecovery: {
    title: 'Take this recovery back?',
    words: 'The points of member {{memberId}} stay with the key that has them now. The new key is free again.',
    go: 'Take it back',
    done: 'The recovery is being taken back, within seconds.',
  },
  completeRecovery: {
    title: 'Carry out this recovery?',
    words:
      'All points of member {{memberId}} move to the new key for good. The old key can do nothing with them from then on. If the wait is not over yet, it is refused.',
    go: 'Carry it out',
    done: 'The move is on its way to the ledger, within seconds.',
  },
}

/** Who makes a call on the ledger, and when. */
export const timing = {
  server: 'The server, with the operator’s key, within seconds. No delay; no second person.',
  allowance:
    'The server, with the operator’s key, within seconds. No delay. With FOUR_EYES=allowance it becomes a proposal where raises of 24 hours exceed the limit: then a second person approves it first.',
  prices:
    'The administrator, whose key no server has: announces it (AccessManager.schedule), and carries it out two days later (AccessManager.execute). With FOUR_EYES=prices a second person approves the plan first.',
  closing:
    'The server, once the statements are issued, after all months before it and within a minute or two; one call for 150 partners. Anybody else may do it too. No delay; no second person.',
  payment: 'The server, with the operator’s key, once the month is closed there. No delay; no second person.',
  recovery:
    'The server, with the operator’s key, within seconds. The contract then makes it wait, in public. With FOUR_EYES=recovery a second person approves it first.',
  completion: 'The server, within seconds, with a key that has no role: once the wait is over, anybody may.',
  cancelling:
    'The server, with the operator’s key as the guardian of the delayed roles, within seconds. No delay; no second person.',
  addition:
    'The server, with the operator’s key, within seconds. No delay. The number and, where the server hosts it, the key are made when it is done.',
}
