import 'fake-indexeddb/auto'

import { expect } from 'chai'
import { deleteDB } from 'idb'

import { readSlipCode } from '../../../../server/domain/slip-codes.ts'
import { isSignedBy, readSignedSlip } from '../../../../server/actions/tills/read-signed-slip.ts'
import {
  forgetConnection,
  forgetSigningKeys,
  keepConnection,
  readKeptConnection,
  signingKeys,
} from '../../../../web/src/till/offline/keep-connection.ts'
import { signSlip } from '../../../../web/src/till/offline/paper-slip.ts'
import { openTillDatabase, type TillDatabase } from '../../../../web/src/till/offline/till-database.ts'
import type { WebKey } from '../../../../web/src/till/offline/web-keys.ts'
import { SAMPLE_PARTNER } from '../../../../web/src/till/training/sample-shop.ts'

const TILL = { tillId: '019a8f5e-6f3c-7c1a-9d52-3a4b5c6d7e8f', name: 'Front till' }
const KEPT = { key: 'ent_0123456789abcdef_secret', partner: SAMPLE_PARTNER, till: TILL, now: new Date() }

describe('what a till keeps to open without network', () => {
  let database: TillDatabase
  const page = globalThis as { location?: { origin: string } }

  beforeEach(async () => {
    page.location = { origin: 'https://points.example' }
    database = await openTillDatabase()
  })

  afterEach(async () => {
    delete page.location
    database.close()
    await deleteDB('entente-till')
  })

  it('is the key, sealed, and opens again', async () => {
    expect(await readKeptConnection(database)).to.equal(null)
    await keepConnection(database, KEPT)
    const row = await database.get('kept', 'connection')
    expect(Buffer.from(row?.sealedKey ?? new ArrayBuffer()).toString('latin1')).to.not.include('secret')
    expect(JSON.stringify(row)).to.not.include('secret')
    expect(await readKeptConnection(database)).to.deep.equal({ key: KEPT.key, partner: SAMPLE_PARTNER, till: TILL })
  })

  it('is sealed with a key that no script can read, anew each time', async () => {
    await keepConnection(database, KEPT)
    const first = await database.get('kept', 'connection')
    await keepConnection(database, KEPT)
    const second = await database.get('kept', 'connection')
    expect(Buffer.from(first?.iv ?? [])).to.not.deep.equal(Buffer.from(second?.iv ?? []))
    const wrapping = (await database.get('keys', 'wrapping')) as WebKey
    expect(wrapping.extractable).to.equal(false)
    expect((await signingKeys(database)).privateKey.extractable).to.equal(false)
  })

  it('opens for no other site, and not when it was altered or forgotten', async () => {
    await keepConnection(database, KEPT)
    page.location = { origin: 'https://elsewhere.example' }
    expect(await readKeptConnection(database)).to.equal(null)
    page.location = { origin: 'https://points.example' }
    await forgetConnection(database)
    expect(await readKeptConnection(database)).to.equal(null)
    expect(await database.get('keys', 'wrapping')).to.equal(undefined)
  })

  it('signs slips that the server takes as they are, and no other', async () => {
    const pair = await signingKeys(database)
    expect(await signingKeys(database)).to.deep.equal(pair)
    const publicKey = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey)).toString('base64url')
    const sale = { orderRef: 'T-1', currency: 'GBP', amountMinor: '1999', occurredAt: '2026-11-23T10:15:00.000Z' }
    const { code, signed } = await signSlip({ tillId: TILL.tillId, privateKey: pair.privateKey }, sale)
    expect(readSlipCode(code)).to.equal(code)
    const read = readSignedSlip(signed)
    expect(read).to.include({ tillId: TILL.tillId, orderRef: 'T-1', amountMinor: 1999n, code })
    expect(read && isSignedBy(publicKey, read)).to.equal(true)
    await forgetSigningKeys(database)
    const other = await signingKeys(database)
    const otherKey = Buffer.from(await crypto.subtle.exportKey('spki', other.publicKey)).toString('base64url')
    expect(read && isSignedBy(otherKey, read)).to.equal(false)
  })
})
