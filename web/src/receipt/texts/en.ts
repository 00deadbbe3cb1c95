/** Texts of the receipt check. It names ledgers and endpoints, because its readers want the details. */
export const en = {
  unit: { one: 'point', other: 'points' },
  title: 'Check a receipt',
  about:
    'Your browser checks this receipt itself: first by arithmetic, then against the public ledger. You do not have to trust us.',
  verifyAbout: 'Anyone can check a receipt here, without an account. Nothing is sent to us.',
  paste: 'The receipt, as JSON',
  file: 'Choose a file',
  malformed: 'That is not a receipt: “{{field}}” is missing or cannot be read.',
  says: 'What the receipt says',
  partner: 'Partner {{id}}',
  endpoint: 'Network address',
  endpointAbout:
    'A node of the {{network}} network (chain {{chainId}}) that you trust. This address is kept on this device only.',
  useOwn: 'Use this server’s address',
  fault: {
    not_a_url: 'Type an address such as https://node.example',
    not_secure: 'It must begin with https://, or be on this computer',
  },
  check: 'Check now',
  again: 'Check again',
  advanced: 'Advanced',
  endpointNeeded: 'To check this receipt, name a node of the network under “Advanced”.',
  steps: 'What was checked',
  facts: 'The raw facts',
  lies: 'Steps 3 to 9 rely on the node at that address. A dishonest node could invent a record or hide one, but it cannot make a wrong proof right. If much depends on it, check with a second node.',
  notChecked:
    'Not checked, because only {{coalition}} knows them: the identifiers of the entry and its group, and when they were recorded. The network and the contract come from this server: compare them with what is published elsewhere.',
  notCheckedSpent:
    'Not checked, because no ledger knows it: whether you were given what the points were for. The network and the contract come from this server: compare them with what is published elsewhere.',
  spent: 'Points used',
  cameBack: '{{points}} came back.',
  outcome: {
    passed: 'correct',
    failed: 'wrong',
    open: 'not settled yet',
    unknown: 'could not be checked',
    left_out: 'skipped',
  },
  verdict: {
    verified: {
      title: 'This receipt is genuine',
      text: '{{partner}} recorded {{points}} for this account, and nobody can change that any more.',
      spent:
        '{{points}} of this account were used at {{partner}}, as its owner had signed, and nobody can change that any more.',
    },
    not_final: {
      title: 'This receipt is correct so far',
      text: '{{partner}} recorded {{points}} for this account. The record is not final yet: check again in a few minutes.',
      spent:
        '{{points}} of this account were used at {{partner}}, as its owner had signed. Not everything is final yet: check again in a few minutes, with a receipt of that time.',
    },
    incomplete: {
      title: 'The check could not be completed',
      text: 'That says nothing about the receipt: the network did not answer. Try again in a moment, or under “Advanced” with another address.',
      spent:
        'That says nothing about the receipt: the network did not answer. Try again in a moment, or under “Advanced” with another address.',
    },
    refuted: {
      title: 'Something does not match',
      text: 'Do not rely on this receipt. Under “Advanced” you see what differs.',
      spent: 'Do not rely on this receipt. Under “Advanced” you see what differs.',
    },
  },
  step: {
    order: {
      title: '1. Order number',
      about: 'Your browser computes the mark of the order number. Another number or salt would give another mark.',
    },
    proof: {
      title: '2. Proof',
      about:
        'Your browser computes the path from this receipt to the seal of the group that it was recorded with. Any change to the number, order, partner, account or points would lead elsewhere.',
    },
    network: { title: '3. Network', about: 'The node says which network it belongs to.' },
    contract: {
      title: '4. Issuing contract',
      about: 'The receipt must name the contract that issues points, and there must be one at that address.',
    },
    transaction: {
      title: '5. Transaction',
      about: 'The node shows the transaction that recorded the group; its block, time and cost must match the receipt.',
    },
    event: {
      title: '6. Record of the group',
      about: 'The contract’s own record must have the same seal, partner, first number, count and totals.',
    },
    credit: {
      title: '7. Points credited',
      about: 'In the same transaction, the ledger must have credited at least these points to this account.',
    },
    finality: {
      title: '8. Final',
      about: 'A final block can no longer be replaced. Until then the network may still replace it.',
    },
    given: {
      title: '1. What the points were for',
      about:
        'Your browser computes the mark of the reward, or of the discount, and of the order number. The owner signed this mark.',
    },
    signature: {
      title: '2. Signature of the owner',
      about:
        'The owner of the points must have signed this order: this partner, these points, this mark. Without the signature nobody can use them.',
    },
    burn_contract: {
      title: '4. Redeeming contract',
      about: 'The receipt must name the contract at which points are used, and there must be one at that address.',
    },
    burn_transaction: {
      title: '5. Transaction',
      about: 'The node shows the transaction that used the points; its block and time must match the receipt.',
    },
    burn: {
      title: '6. Points used',
      about:
        'The contract’s own record must have the same order, and the ledger must have taken the points from this account.',
    },
    restored: {
      title: '7. Points that came back',
      about: 'Each part that the receipt names must be on the ledger, and the contract must count as many in all.',
    },
    member: {
      title: '9. Owner',
      about: 'The receipt’s account must be yours, or one that you moved from according to the ledger.',
    },
  },
  reason: {
    order_matches: 'The order number and salt give the mark in the receipt.',
    order_not_named: 'The receipt names no order.',
    order_differs: 'The order number, the salt or the mark was changed: they do not match.',
    proof_leads_to_root: 'The receipt leads to the seal of its group.',
    leaf_types_differ: 'The receipt does not follow our rules.',
    explanation_differs: 'The explanation of the points was changed: it does not match its mark in the receipt.',
    partner_differs: 'The receipt and its group name different partners.',
    number_out_of_batch: 'The group does not include the number of this entry.',
    proof_leads_elsewhere:
      'The number, order, account, points, kind or proof was changed: they do not lead to the seal of the group.',
    network_matches: 'The node belongs to the right network.',
    network_differs: 'The node belongs to another network. Choose one of the right network.',
    endpoint_unreachable: 'The node did not answer, or its answer was not valid. Check the address, or choose another.',
    contract_matches: 'The receipt names the issuing contract, and the contract is there.',
    contract_differs: 'The receipt does not name the contract that issues points.',
    contract_missing: 'There is no contract at that address.',
    transaction_found: 'The transaction is there and matches the receipt.',
    batch_not_posted: 'These points are not on the ledger yet. Come back in a minute.',
    transaction_missing: 'The node does not have this transaction.',
    transaction_reverted: 'The transaction failed: it changed nothing.',
    block_number_differs: 'The block number of the transaction differs from the receipt.',
    block_hash_differs: 'The transaction is in another block.',
    block_replaced: 'The block of the transaction was replaced by another.',
    gas_used_differs: 'The cost of the transaction differs from the receipt.',
    time_differs: 'The time of the transaction differs from the receipt.',
    event_matches: 'The contract recorded this group, figure by figure.',
    event_missing: 'The transaction has no record of a group of this partner.',
    event_root_differs: 'The record has a different seal.',
    event_hash_differs: 'The record is of a group with a different fingerprint.',
    event_first_entry_differs: 'The record begins with a different number.',
    event_entry_count_differs: 'The record has a different number of entries.',
    event_credited_differs: 'The record credited a different total.',
    event_debited_differs: 'The record debited a different total.',
    credit_found: 'The points were credited to this account.',
    credit_missing: 'The ledger did not credit these points to this account.',
    debit_entry: 'This entry takes points back, so nothing is credited.',
    final: 'The block is final.',
    not_final_yet: 'The block is not final yet. The raw facts show how deep it is.',
    member_matches: 'The receipt belongs to your account.',
    member_moved: 'The receipt belongs to an account that you moved from.',
    member_differs: 'The receipt belongs to someone else.',
    member_points_differ: 'Your history shows different points for it.',
    nobody_signed_in: 'Nobody is signed in, so there is no account to compare with.',
    not_reached: 'An earlier step failed.',
    given_matches: 'The reward or discount, the order number and the salt give the mark that was signed.',
    given_differs: 'The reward, the order number, the salt or the mark was changed: they do not match.',
    signed_by_key: 'The key of this account signed the order.',
    signed_by_passkey: 'The passkey of this account signed the order, after its owner had unlocked it.',
    signed_by_contract: 'The contract wallet of this account confirms the signature.',
    contract_says_no:
      'The account is a contract wallet, which does not confirm this signature today. The ledger asked it when the points were used.',
    signature_differs: 'The signature is not of the owner of this account, or it is of another order.',
    order_hash_differs: 'The order or its fingerprint was changed: they do not match.',
    burn_contract_matches: 'The receipt names the redeeming contract, and the contract is there.',
    burn_contract_differs: 'The receipt does not name the contract at which points are used.',
    burn_transaction_found: 'The transaction is there and matches the receipt.',
    burn_found: 'The contract recorded this order, and the ledger took the points.',
    burn_missing: 'The transaction has no record of this order.',
    burn_unbooked: 'The ledger did not take these points from this account.',
    nothing_restored: 'Nothing came back.',
    restored_found: 'Each part that came back is on the ledger.',
    restored_missing: 'The ledger has no record of a part that came back.',
    restored_too_much: 'More came back than was used: that cannot be.',
    restored_more_since: 'More has come back since this receipt was written. Get a new one.',
  },
}
