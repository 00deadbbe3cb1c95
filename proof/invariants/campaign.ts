/**
 * The suite of the campaign, by its files, so that nothing else is compiled: each of the large suites takes a minute.
 * The runner knows the handler that the campaign calls only where it is named, too.
 */
export const campaign = ['proof/invariants/Ledger.t.sol', 'proof/invariants/Handler.sol']
