import { expect } from 'chai'
import { derivePurchaseState } from '../../../server/domain/purchase-state.ts'

describe('derivePurchaseState', () => {
  const waiting = { batchState: null, parkedReason: null, postedBlock: null } as const
  const stateOf = (entry: Parameters<typeof derivePurchaseState>[0]['entry'], finalizedNumber: bigint | null = 90n) =>
    derivePurchaseState({ entry, finalizedNumber })

  it('knows purchases that earn nothing', () => {
    expect(stateOf(null)).to.deep.equal({ state: 'no_points', parkedReason: null })
  })

  it('follows an entry from the outbox to a final block', () => {
    expect(stateOf(waiting).state).to.equal('accepted')
    expect(stateOf({ ...waiting, batchState: 'formed' }).state).to.equal('batched')
    expect(stateOf({ ...waiting, batchState: 'signed' }).state).to.equal('batched')
    expect(stateOf({ ...waiting, batchState: 'bound' }).state).to.equal('submitted')
    expect(stateOf({ ...waiting, batchState: 'posted', postedBlock: 91n }).state).to.equal('confirmed')
    expect(stateOf({ ...waiting, batchState: 'posted', postedBlock: 90n }).state).to.equal('final')
    expect(stateOf({ ...waiting, batchState: 'posted', postedBlock: 90n }, null).state).to.equal('confirmed')
  })

  it('believes the chain before the batch row', () => {
    expect(stateOf({ batchState: 'bound', parkedReason: 'paused', postedBlock: 91n })).to.deep.equal({
      state: 'confirmed',
      parkedReason: null,
    })
  })

  it('has an entry travel again when a reorg took its event away', () => {
    expect(stateOf({ ...waiting, batchState: 'posted' }).state).to.equal('submitted')
  })

  it('parks all that has no nonce behind the oldest parked batch of the partner', () => {
    for (const batchState of [null, 'formed', 'signed', 'parked'] as const) {
      expect(stateOf({ batchState, parkedReason: 'partner_suspended', postedBlock: null })).to.deep.equal({
        state: 'parked',
        parkedReason: 'partner_suspended',
      })
    }
    expect(stateOf({ batchState: 'bound', parkedReason: 'paused', postedBlock: null }).state).to.equal('submitted')
  })
})
