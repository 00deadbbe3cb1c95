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
  endpoint: 'RPC endpoint',
  endpointAbout:
    'A node of the {{network}} network (chain {{chainId}}) that you trust. It is remembered on this device only.',
  useOwn: 'Use this server’s endpoint',
  fault: {
    not_a_url: 'Type an address such as https://node.example',
    not_secure: 'It must begin with https://, or be on this computer',
  },
  check: 'Check now',
  steps: 'What was checked',
  facts: 'The raw facts',
  lies: 'Steps 3 to 9 rely on the endpoint. A dishonest one could invent a record or hide one, but it cannot make a wrong proof right. If much depends on it, check with a second endpoint.',
  notChecked:
    'Not checked, because only Entente knows them: the identifiers of the entry and the batch, and when they were recorded. The network and the contract come from this server: compare them with what is published elsewhere.',
  outcome: {
    passed: 'correct',
    failed: 'wrong',
    open: 'not settled yet',
    unknown: 'could not be checked',
    left_out: 'skipped',
  },
  verdict: {
    verified: { title: 'This receipt is genuine', text: 'Every step matches, and the record is final.' },
    not_final: {
      title: 'This receipt is correct so far',
      text: 'Nothing is wrong, but the record is not final yet. Check again later.',
    },
    incomplete: {
      title: 'The check could not be completed',
      text: 'That says nothing about the receipt. Try another endpoint.',
    },
    refuted: { title: 'Something does not match', text: 'At least one step failed. See below what differs.' },
  },
  step: {
    order: {
      title: '1. Order number',
      about: 'Your browser computes the mark of the order number. Another number or salt would give another mark.',
    },
    proof: {
      title: '2. Proof',
      about:
        'Your browser computes the path from this receipt to the seal of its batch. Any change to the number, order, partner, account or points would lead elsewhere.',
    },
    network: { title: '3. Network', about: 'The endpoint says which network it belongs to.' },
    contract: {
      title: '4. Issuing contract',
      about: 'The receipt must name the contract that issues points, and there must be one at that address.',
    },
    transaction: {
      title: '5. Transaction',
      about:
        'The endpoint shows the transaction that recorded the batch; its block, time and cost must match the receipt.',
    },
    event: {
      title: '6. Record of the batch',
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
    member: {
      title: '9. Owner',
      about: 'The receipt’s account must be yours, or one that you moved from according to the ledger.',
    },
  },
  reason: {
    order_matches: 'The order number and salt give the mark in the receipt.',
    order_not_named: 'The receipt names no order.',
    order_differs: 'The order number, the salt or the mark was changed: they do not match.',
    proof_leads_to_root: 'The receipt leads to the seal of its batch.',
    leaf_types_differ: 'The receipt does not follow our rules.',
    partner_differs: 'The receipt and its batch name different partners.',
    number_out_of_batch: 'The batch does not include the number of this entry.',
    proof_leads_elsewhere:
      'The number, order, account, points, kind or proof was changed: they do not lead to the seal of the batch.',
    network_matches: 'The endpoint belongs to the right network.',
    network_differs: 'The endpoint belongs to another network. Choose one of the right network.',
    endpoint_unreachable:
      'The endpoint did not answer, or its answer was not valid. Check the address, or choose another.',
    contract_matches: 'The receipt names the issuing contract, and the contract is there.',
    contract_differs: 'The receipt does not name the contract that issues points.',
    contract_missing: 'There is no contract at that address.',
    transaction_found: 'The transaction is there and matches the receipt.',
    batch_not_posted: 'These points are not on the ledger yet. Come back in a minute.',
    transaction_missing: 'The endpoint does not have this transaction.',
    transaction_reverted: 'The transaction failed: it changed nothing.',
    block_number_differs: 'The block number of the transaction differs from the receipt.',
    block_hash_differs: 'The transaction is in another block.',
    block_replaced: 'The block of the transaction was replaced by another.',
    gas_used_differs: 'The cost of the transaction differs from the receipt.',
    time_differs: 'The time of the transaction differs from the receipt.',
    event_matches: 'The contract recorded this batch, figure by figure.',
    event_missing: 'The transaction has no record of a batch of this partner.',
    event_root_differs: 'The record has a different seal.',
    event_hash_differs: 'The record is of a batch with a different hash.',
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
  },
}
