import { expect } from 'chai'
import type * as Pkcs11 from 'pkcs11js'
import {
  hashTypedData,
  keccak256,
  type LocalAccount,
  recoverAddress,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  toHex,
} from 'viem'

import { makeIssuerSigners } from '../../../server/chain/issuer-signers.ts'
import { openKey } from '../../../server/chain/key-services/open-key.ts'
import { failureOf } from '../../support/failure.ts'
import { openSoftHsm, type SoftHsm } from '../../support/soft-hsm.ts'
import { typedDataOf } from '../../support/typed-data.ts'

const PIN = 'pin-of-the-test'
const TYPED_DATA = typedDataOf('yes')
const DIGESTS = Array.from({ length: 32 }, (_, index) => keccak256(toHex(index)))
const HALF_OF_CURVE_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

describe('a key in a device with PKCS#11 (SoftHSM2)', function () {
  this.timeout(60_000)
  let hsm: SoftHsm
  let account: LocalAccount
  const open = (token: string, object: string, pin = PIN) =>
    openKey(`pkcs11:token=${token};object=${object}`, { device: { module: hsm.module, pin } })
  before(async () => {
    hsm = openSoftHsm()
    hsm.addToken({ label: 'entente', pin: PIN, keys: ['operator', 'lane 1', 'twice', 'twice'] })
    hsm.addToken({ label: 'other curve', pin: PIN, keys: ['p256'], curve: 'prime256v1' })
    hsm.addToken({ label: 'locked', pin: PIN, keys: ['operator'] })
    account = await open('entente', 'operator')
  })
  after(() => {
    hsm.remove()
  })

  it('signs digests in the one form that the contracts take', async () => {
    for (const hash of DIGESTS) {
      const signature = await account.sign!({ hash })
      expect(signature).to.have.length(132)
      expect(BigInt(`0x${signature.slice(66, 130)}`) <= HALF_OF_CURVE_ORDER).to.equal(true)
      expect(await recoverAddress({ hash, signature })).to.equal(account.address)
    }
  })

  it('signs transactions, and typed data for the partner whose registered key it is', async () => {
    const fees = { gas: 21_000n, maxFeePerGas: 9n, maxPriorityFeePerGas: 1n }
    const raw = await account.signTransaction({ type: 'eip1559', chainId: 7, nonce: 3, to: account.address, ...fees })
    expect(await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })).to.equal(account.address)
    const services = { device: { module: hsm.module, pin: PIN } }
    const places = { 7: 'pkcs11:token=entente;object=operator' }
    const find = makeIssuerSigners({ passphrase: '', places, tokens: {}, services })
    const issuerAddress = account.address.toLowerCase()
    const signature = await (await find({ id: 7, issuerAddress, issuerKeystore: null })).signTypedData(TYPED_DATA)
    expect(await recoverTypedDataAddress({ ...TYPED_DATA, signature })).to.equal(account.address)
  })

  it('signs for many at once, of several keys of one token, and mixes nothing up', async () => {
    const lane = await open('entente', 'lane%201')
    expect(lane.address).to.not.equal(account.address)
    const signed = DIGESTS.flatMap((hash) =>
      [account, lane].map(async (key) => ({ key, hash, signature: await key.sign!({ hash }) })),
    )
    for (const { key, hash, signature } of await Promise.all(signed))
      expect(await recoverAddress({ hash, signature })).to.equal(key.address)
  })

  it('never leaves the device, and is the same after the session was lost', async () => {
    const { default: pkcs11 } = (await import('pkcs11js')) as unknown as { default: typeof Pkcs11 }
    const library = new pkcs11.PKCS11()
    library.load(hsm.module)
    for (const slot of library.C_GetSlotList(true)) library.C_CloseAllSessions(slot)
    // The first call finds out, the next one logs in again.
    expect(await failureOf(account.sign!({ hash: DIGESTS[0]! }))).to.include({ name: 'Transient' })
    const signature = await account.signTypedData(TYPED_DATA)
    expect(await recoverAddress({ hash: hashTypedData(TYPED_DATA), signature })).to.equal(account.address)
    const slot = library.C_GetSlotList(true).find((each) => library.C_GetTokenInfo(each).label.trim() === 'entente')!
    const session = library.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
    const template = [
      { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY },
      { type: pkcs11.CKA_LABEL, value: 'operator' },
    ]
    library.C_FindObjectsInit(session, template)
    const [handle] = library.C_FindObjects(session, 1)
    library.C_FindObjectsFinal(session)
    expect(() => library.C_GetAttributeValue(session, handle!, [{ type: pkcs11.CKA_VALUE }])).to.throw(
      'CKR_ATTRIBUTE_SENSITIVE',
    )
  })

  for (const [what, token, object, pin] of [
    ['that the token does not have', 'entente', 'nobody', PIN],
    ['that the token has twice', 'entente', 'twice', PIN],
    ['of another curve', 'other%20curve', 'p256', PIN],
    ['of a token that the device does not have', 'nowhere', 'operator', PIN],
  ] as const)
    it(`${what} is not opened`, async () => {
      expect(await failureOf(open(token, object, pin))).to.include({ name: 'Transient' })
    })

  it('is not opened with a wrong PIN', async () => {
    expect(await failureOf(open('locked', 'operator', 'a wrong pin'))).to.include({ name: 'Transient' })
    expect((await open('locked', 'operator')).address).to.match(/^0x/)
  })
})
