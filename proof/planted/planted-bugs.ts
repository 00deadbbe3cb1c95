/** A proof that must notice, by its command. */
export type Finder = 'invariants' | 'differential'

/** One planted bug: the text that is there, and what takes its place. */
export interface PlantedBug {
  name: string
  file: string
  before: string
  after: string
  finders: Finder[]
  /** Where it is, no code comes by unless it is compiled as it ships. */
  onlyAsShipped?: true
}

/** Mistakes that somebody could make, each in another rule. */
export const plantedBugs: PlantedBug[] = [
  {
    name: 'a lot may be one point too full',
    file: 'contracts/ledger/PointsLedger.sol',
    before: 'if (lot + total > AccountWord.LOT_MAX) revert',
    after: 'if (lot + total > AccountWord.LOT_MAX + 1) revert',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a moved account keeps its nonce',
    file: 'contracts/ledger/LedgerAccounts.sol',
    before: '= AccountWord.withNonce(word, 0);',
    after: '= word;',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'what expired in exactly six epochs is not logged',
    file: 'contracts/libraries/AccountWord.sol',
    before: 'return shift >= LOTS_BITS ?',
    after: 'return shift == LOTS_BITS ? 0 : shift > LOTS_BITS ?',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a restoration forgets what was restored before',
    file: 'contracts/PointsRedemption.sol',
    before: '_restored[hash] = before + points;',
    after: '_restored[hash] = points;',
    finders: ['invariants'],
  },
  {
    name: 'an order is good for a second after its deadline',
    file: 'contracts/PointsRedemption.sol',
    before: 'if (block.timestamp > order.deadlineOf())',
    after: 'if (block.timestamp > order.deadlineOf() + 1)',
    finders: ['invariants'],
  },
  {
    name: 'a recovery completes a second early',
    file: 'contracts/PointsAccounts.sol',
    before: 'if (block.timestamp < pending.readyAt)',
    after: 'if (block.timestamp + 1 < pending.readyAt)',
    finders: ['invariants'],
  },
  {
    name: 'the address of a refused recovery stays reserved',
    file: 'contracts/ledger/LedgerAccounts.sol',
    before: '_word(to).value = 0;',
    after: 'if (to == address(0)) _word(to).value = 0;',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a credit of no points is accepted',
    file: 'contracts/ledger/PointsLedger.sol',
    before: 'if (points == 0) revert PointsZero(account);',
    after: '',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a debit makes an address known',
    file: 'contracts/ledger/PointsLedger.sol',
    before: 'if (word == 0) {',
    after: 'if (account == address(0)) {',
    finders: ['differential'],
  },
  {
    name: 'a return leaves the supply as it was',
    file: 'contracts/ledger/PointsLedger.sol',
    before: 'taken += _debit(partnerId, account, points, epoch);',
    after: '_debit(partnerId, account, points, epoch);',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'the daily limit gives one point more',
    file: 'contracts/PartnerRegistry.sol',
    before: 'if (!bucket.tryConsume(BUCKET, credited))',
    after: 'if (!bucket.tryConsume(BUCKET, credited == 0 ? 0 : credited - 1))',
    finders: ['invariants'],
  },
  {
    name: 'a batch leaves the allowance as it was',
    file: 'contracts/libraries/PartnerRows.sol',
    before: 'row -= credited << ALLOWANCE_SHIFT;',
    after: 'row -= 0;',
    finders: ['invariants'],
  },
  {
    name: 'the short way of one order takes from a frozen account',
    file: 'contracts/ledger/PointsLedger.sol',
    before: 'odd := or(odd, xor(shr(236, word), shl(4, epoch)))',
    after: 'odd := or(odd, xor(shr(240, word), epoch))',
    finders: ['invariants'],
  },
  {
    name: 'the short way of one order leaves the nonce as it was',
    file: 'contracts/ledger/PointsLedger.sol',
    before: 'sub(add(word, shl(216, sub(nonce, last))), points)',
    after: 'sub(word, points)',
    finders: ['invariants'],
  },
  {
    name: 'the short way of one order goes on with the chain of another day',
    file: 'contracts/PointsRedemption.sol',
    before: 'odd := xor(and(shr(44, word), 0xfffff), div(timestamp(), 86400))',
    after: 'odd := 0',
    finders: ['invariants'],
    onlyAsShipped: true,
  },
  {
    name: 'a redemption comes back a day after its last',
    file: 'contracts/PointsRedemption.sol',
    before: 'today - proof.day >= RING_DAYS',
    after: 'today - proof.day > RING_DAYS',
    finders: ['invariants'],
  },
  {
    name: 'a replaced module may return',
    file: 'contracts/ledger/LedgerGate.sol',
    before: 'if (_formerModules[to]) revert',
    after: 'if (to == address(0) && _formerModules[to]) revert',
    finders: ['invariants'],
  },
  {
    name: 'a net of clearing has the wrong sign',
    file: 'contracts/Clearing.sol',
    before: 'legs.net = legs.dueTo - legs.dueFrom;',
    after: 'legs.net = legs.dueFrom - legs.dueTo;',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'clearing takes the prices of the next month',
    file: 'contracts/Clearing.sol',
    before: '= REGISTRY.prices(id, month);',
    after: '= REGISTRY.prices(id, month + 1);',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a mark of the operator settles a position of clearing alone',
    file: 'contracts/Clearing.sol',
    before: 'if (position.partnerPayment != position.operatorPayment) return;',
    after: 'if (position.partnerPayment != position.operatorPayment && position.operatorPayment == bytes32(0)) return;',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'a dispute of clearing is good for a second after its window',
    file: 'contracts/Clearing.sol',
    before: 'if (closedAt != 0 && block.timestamp > closedAt + DISPUTE_WINDOW)',
    after: 'if (closedAt != 0 && block.timestamp > closedAt + DISPUTE_WINDOW + 1)',
    finders: ['invariants'],
  },
  {
    name: 'the pool of clearing is that of the last part of a month',
    file: 'contracts/Clearing.sol',
    before: 'if (partnersMax == 0) revert PartnersMaxZero();',
    after: 'if (partnersMax == 0) revert PartnersMaxZero(); closing.pool = 0;',
    finders: ['invariants', 'differential'],
  },
  {
    name: 'an act of a partner at clearing counts again',
    file: 'contracts/Clearing.sol',
    before: '++position.sequence;',
    after: '',
    finders: ['invariants', 'differential'],
  },
]
