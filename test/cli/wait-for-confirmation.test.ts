import { expect } from 'chai'

import type { EntenteClient } from '../../client/client.ts'
import { waitForConfirmation } from '../../cli/wait-for-confirmation.ts'
import { rememberBriefly } from '../../server/actions/requests/remember-briefly.ts'
import { STATUS_AGE_MS } from '../../server/api/schemas/status/status.ts'

const CONFIRMED_AFTER_MS = 1_500

/** A server whose status is as old as it may be, and whose entries are confirmed a while after they are accepted. */
function openServer() {
  const accepted = { entries: 0, at: 0 }
  const isConfirmed = () => performance.now() - accepted.at > CONFIRMED_AFTER_MS
  const readStatus = rememberBriefly({ clock: { now: () => new Date() }, ageMs: STATUS_AGE_MS }, () =>
    Promise.resolve({
      entries: { open: String(isConfirmed() ? 0 : accepted.entries) },
      redemptions: { waiting: '0', restoring: '0' },
      haltedReason: null,
    }),
  )
  return {
    api: { GET: async () => ({ data: await readStatus() }) } as unknown as EntenteClient,
    accept(entries: number) {
      Object.assign(accepted, { entries, at: performance.now() })
    },
    isConfirmed,
  }
}

describe('waitForConfirmation', function () {
  it('does not take an answer from before for one about what was just accepted', async () => {
    const server = openServer()
    await server.api.GET('/v1/status')
    server.accept(5)
    const seen: number[] = []
    await waitForConfirmation(server.api, (open) => seen.push(open))
    expect(server.isConfirmed()).to.equal(true)
    expect([...new Set(seen)]).to.deep.equal([5])
  })

  it('ends where nothing is open, and says nothing of it', async () => {
    const seen: number[] = []
    await waitForConfirmation(openServer().api, (open) => seen.push(open))
    expect(seen).to.deep.equal([])
  })
})
