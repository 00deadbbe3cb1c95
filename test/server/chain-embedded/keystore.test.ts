import { randomBytes } from 'node:crypto'

import { expect } from 'chai'
import { HDNodeWallet, keccak256, Mnemonic, toUtf8Bytes, Wallet } from 'ethers'

import { createSeedKeystore, openMemberKeys, openPrivateKeys } from '../../../server/chain/hd-wallet.ts'
import { createKeystore, decryptKeystore } from '../../../server/chain/keystore.ts'
import { StartRefused } from '../../../server/domain/start-refused.ts'

const environment = { randomness: { bytes: (count: number) => new Uint8Array(randomBytes(count)) } }
const passphrase = 'a passphrase with ümlauts'

describe('keystore', function () {
  it('opens with its passphrase, and in other programs that read Web3 Secret Storage', async () => {
    const { address, keystore } = await createKeystore(environment, passphrase)
    const opened = await decryptKeystore({ json: keystore, passphrase, name: 'a.json' })
    expect(opened.address).to.equal(address)
    expect(opened.entropy).to.equal(null)
    const elsewhere = await Wallet.fromEncryptedJson(keystore, passphrase)
    expect(elsewhere.privateKey).to.equal(opened.privateKey)
    expect((JSON.parse(keystore) as { version: number }).version).to.equal(3)
  })

  it('refuses another passphrase and a file that is cut off, and names the file', async () => {
    const { keystore } = await createKeystore(environment, passphrase)
    const refuse = (json: string, given: string) =>
      decryptKeystore({ json, passphrase: given, name: 'keys/operator.json' }).then(
        () => null,
        (error: unknown) => (error instanceof StartRefused ? [error.code, error.message] : error),
      )
    const [wrong, wrongText] = (await refuse(keystore, 'another')) as string[]
    expect(wrong).to.equal('passphrase_wrong')
    expect(wrongText).to.include('keys/operator.json')
    const [corrupt] = (await refuse(keystore.slice(0, 80), passphrase)) as string[]
    expect(corrupt).to.equal('keystore_corrupt')
  })

  it('asks for no more work than a start can do for ten of them', async () => {
    const { keystore } = await createKeystore(environment, passphrase)
    const { kdf, kdfparams } = (JSON.parse(keystore) as { Crypto: { kdf: string; kdfparams: object } }).Crypto
    expect(kdf).to.equal('scrypt')
    expect(kdfparams).to.include({ n: 16_384, r: 8, p: 1 })
  })
})

describe('HD wallet', function () {
  it('derives the addresses that any BIP-44 wallet derives from the same seed', async () => {
    const json = await createSeedKeystore(environment, passphrase)
    const { entropy } = await decryptKeystore({ json, passphrase, name: 'members.json' })
    const book = await openMemberKeys({ json, passphrase, name: 'members.json' })
    const phrase = Mnemonic.fromEntropy(entropy ?? '0x').phrase
    for (const index of [0, 1, 4_371]) {
      const expected = HDNodeWallet.fromPhrase(phrase, '', `m/44'/60'/0'/0/${String(index)}`)
      expect(book.addressAt(index)).to.equal(expected.address.toLowerCase())
      const [key] = await openPrivateKeys({ json, passphrase, name: 'members.json' }, [index])
      expect(key).to.equal(expected.privateKey)
      const digest = keccak256(toUtf8Bytes(`signed at ${String(index)}`))
      expect(book.signAt(index, digest)).to.equal(expected.signingKey.sign(digest).serialized)
    }
  })

  it('refuses an index outside of BIP-32', async () => {
    const json = await createSeedKeystore(environment, passphrase)
    const book = await openMemberKeys({ json, passphrase, name: 'members.json' })
    expect(book.addressAt(2 ** 31 - 1)).to.match(/^0x[0-9a-f]{40}$/)
    for (const index of [-1, 0.5, 2 ** 31]) expect(() => book.addressAt(index)).to.throw()
    for (const index of [-1, 0.5, 2 ** 31]) expect(() => book.signAt(index, `0x${'00'.repeat(32)}`)).to.throw()
  })
})
