import { expect } from 'chai'
import { type Address, concat, type Hex, hexToBigInt, keccak256, numberToHex, pad, slice, stringToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { RpcRefused } from '../../audit/rpc/json-rpc.ts'
import { type AskSigner, judgeMember, judgePartnerKey, signersOf } from '../../audit/signatures/judge-signature.ts'
import { passkeyOf } from '../contracts/support/passkey.ts'
import { testKey } from '../support/platform/edr-chain.ts'

const account = privateKeyToAccount(testKey('a signer'))
const signer = account.address.toLowerCase() as Address
const digest = keccak256(stringToBytes('what is signed'))
const ORDER = 2n ** 256n - 0x14551231950b75fc4402da1732fc9bebfn
const says =
  (answer: Hex | 'refused' | 'unknown'): AskSigner =>
  async () =>
    answer
const nobody = says('0x')

/** The same signature in 64 bytes (ERC-2098). */
function compact(signature: Hex): Hex {
  const parity = BigInt(slice(signature, 64)) - 27n
  return concat([
    slice(signature, 0, 32),
    numberToHex(hexToBigInt(slice(signature, 32, 64)) | (parity << 255n), { size: 32 }),
  ])
}

/** Its twin with a high s, which recovers the same key. */
function twin(signature: Hex): Hex {
  const s = ORDER - hexToBigInt(slice(signature, 32, 64))
  return concat([
    slice(signature, 0, 32),
    numberToHex(s, { size: 32 }),
    slice(signature, 64) === '0x1b' ? '0x1c' : '0x1b',
  ])
}

describe('signatures', function () {
  it('of a plain key count in 65 and 64 bytes, and not as their twin, cut, or of another digest', async function () {
    const signature = await account.sign({ hash: digest })
    const judge = (own: Hex, of = digest) => judgePartnerKey(nobody, signer, { digest: of, signature: own, block: 1 })
    expect(await judge(signature)).to.equal('valid')
    expect(await judge(compact(signature))).to.equal('valid')
    for (const bad of [twin(signature), slice(signature, 0, 63), concat([signature, '0x00']), '0x' as Hex])
      expect(await judge(bad)).to.equal('invalid')
    expect(await judge(signature, keccak256('0x01'))).to.equal('invalid')
  })

  it('of a wallet are what the wallet says, in a whole word, and unknown where nobody can ask it', async function () {
    const signed = { digest, signature: '0x1234' as Hex, block: 1 }
    const yes = pad('0x1626ba7e', { dir: 'right', size: 32 })
    const judge = (ask: AskSigner) => judgeMember(ask, signer, signed)
    expect(await judge(says(yes))).to.equal('valid')
    expect(await judge(says('0x1626ba7e'))).to.equal('invalid')
    expect(await judge(says(pad('0x1626ba7e', { size: 32 })))).to.equal('invalid')
    expect(await judge(says('refused'))).to.equal('invalid')
    expect(await judge(says('unknown'))).to.equal('unknown')
  })

  it('of an ERC-7913 signer are what its verifier says of the rest of the key', async function () {
    const asked: { to: Address; data: Hex }[] = []
    const ask: AskSigner = async (call) => {
      asked.push(call)
      return pad('0x024ad318', { dir: 'right', size: 32 })
    }
    const key = concat([signer, pad('0xabcd', { size: 64 })])
    expect(await judgePartnerKey(ask, key, { digest, signature: '0x12', block: 1 })).to.equal('valid')
    expect(asked[0]!.to).to.equal(signer)
    expect(asked[0]!.data).to.include('abcd')
    expect(await judgePartnerKey(nobody, key, { digest, signature: '0x12', block: 1 })).to.equal('invalid')
    expect(await judgePartnerKey(ask, slice(key, 0, 19), { digest, signature: '0x12', block: 1 })).to.equal('invalid')
  })

  it('of a passkey need its site, its user, this digest and a low s', async function () {
    const passkey = passkeyOf(testKey('a passkey'))
    const member = passkey.address.toLowerCase() as Address
    const judge = (own: string, of = member) => judgeMember(nobody, of, { digest, signature: own as Hex, block: 1 })
    expect(await judge(passkey.assert(digest))).to.equal('valid')
    expect(await judge(passkey.assert(digest), signer)).to.equal('invalid')
    for (const parts of [
      { rpId: 'elsewhere.example.org' },
      { flags: 0x01 },
      { flags: 0x04 },
      { flags: 0x15 },
      { type: 'webauthn.create' },
      { challenge: keccak256('0x01') },
      { highS: true },
      { typeIndex: 2n ** 200n },
      { challengeIndex: 0n },
    ])
      expect(await judge(passkey.assert(digest, parts)), JSON.stringify(Object.keys(parts))).to.equal('invalid')
  })

  it('are unknown where the endpoint has forgotten the state, and refused where the contract reverts', async function () {
    const refusing = (message: string) =>
      signersOf({
        ask: () => Promise.reject(new RpcRefused('eth_call', -32_000, message)),
        askAll: () => Promise.resolve([]),
      })({ to: signer, data: '0x', block: 1 })
    expect(await refusing('missing trie node 12ab')).to.equal('unknown')
    expect(await refusing('execution reverted')).to.equal('refused')
  })
})
