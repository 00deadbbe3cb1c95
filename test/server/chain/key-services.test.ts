import { OAuth2Client } from 'google-auth-library'
import { expect } from 'chai'
import { Wallet } from 'ethers'
import {
  hashTypedData,
  keccak256,
  type LocalAccount,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  toHex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { makeIssuerSigners } from '../../../server/chain/issuer-signers.ts'
import { type KeyServiceSettings, openKey } from '../../../server/chain/key-services/open-key.ts'
import { readDerSignature } from '../../../server/chain/key-services/read-der.ts'
import { isTypedDataSigned } from '../../../server/chain/verify-signature.ts'
import { failureOf } from '../../support/failure.ts'
import { derOf, type KeyServiceStub, startAwsKmsStub, startGcpKmsStub } from '../../support/key-service-stubs.ts'
import { typedDataOf } from '../../support/typed-data.ts'

const KEY = keccak256(toHex('a key of the test'))
const OTHER_KEY = keccak256(toHex('another key of the test'))
const { address: ADDRESS } = privateKeyToAccount(KEY)
const ARN = 'arn:aws:kms:eu-west-3:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
const VERSION = 'projects/p/locations/europe/keyRings/entente/cryptoKeys/operator/cryptoKeyVersions/1'
const DIGESTS = Array.from({ length: 24 }, (_, index) => keccak256(toHex(index)))

const TYPED_DATA = typedDataOf('yes')

/** Each service with the way to reach its stub, and what the stub answers for a signature of its own making. */
const SERVICES = [
  {
    name: 'AWS KMS',
    reference: `aws-kms:${ARN}`,
    start: () => startAwsKmsStub({ [ARN]: KEY, 'alias/other': OTHER_KEY }),
    settings: ({ url: endpoint }: KeyServiceStub): KeyServiceSettings => ({
      device: null,
      aws: { endpoint, maxAttempts: 1, credentials: { accessKeyId: 'AKIDOFTHETEST', secretAccessKey: 'secret' } },
    }),
    signed: (der: Buffer) => ({ KeyId: ARN, Signature: der.toString('base64') }),
  },
  {
    name: 'Google Cloud KMS',
    reference: `gcp-kms:${VERSION}`,
    start: () => startGcpKmsStub({ [VERSION]: KEY }),
    settings: ({ port }: KeyServiceStub): KeyServiceSettings => {
      const authClient = new OAuth2Client()
      authClient.setCredentials({ access_token: 'a token of the test', expiry_date: Date.now() + 3_600_000 })
      return {
        device: null,
        gcp: { apiEndpoint: '127.0.0.1', port, protocol: 'http', authClient, projectId: 'p' },
      }
    },
    signed: (der: Buffer) => ({ name: VERSION, signature: der.toString('base64') }),
  },
]

for (const { name, reference, start, settings, signed } of SERVICES)
  describe(`a key in ${name}`, function () {
    let stub: KeyServiceStub
    let account: LocalAccount
    beforeEach(async () => {
      stub = await start()
      account = await openKey(reference, settings(stub))
    })
    afterEach(() => stub.close())

    it('has the address of its public key', () => {
      expect(account.address).to.equal(ADDRESS)
    })

    it('signs in the one form that the contracts take, whichever s the service gave', async () => {
      const own = privateKeyToAccount(KEY)
      for (const hash of DIGESTS) expect(await account.sign!({ hash })).to.equal(await own.sign({ hash }))
    })

    it('signs typed data and transactions', async () => {
      const signature = await account.signTypedData(TYPED_DATA)
      expect(await recoverTypedDataAddress({ ...TYPED_DATA, signature })).to.equal(ADDRESS)
      expect(await isTypedDataSigned(TYPED_DATA, signature, ADDRESS)).to.equal(true)
      const transaction = { type: 'eip1559', chainId: 7, nonce: 3, to: ADDRESS, data: '0x1234', gas: 21_000n } as const
      const fees = { maxFeePerGas: 9n, maxPriorityFeePerGas: 1n }
      const raw = await account.signTransaction({ ...transaction, ...fees })
      expect(await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })).to.equal(ADDRESS)
      expect(parseTransaction(raw)).to.deep.include({ chainId: 7, nonce: 3, gas: 21_000n, ...fees })
      expect(raw).to.equal(await privateKeyToAccount(KEY).signTransaction({ ...transaction, ...fees }))
    })

    it('signs for the partner whose registered key it is, and waits for any other', async () => {
      const find = makeIssuerSigners({ passphrase: '', places: { 7: reference }, tokens: {}, services: settings(stub) })
      const signer = await find({ id: 7, issuerAddress: ADDRESS.toLowerCase(), issuerKeystore: null })
      expect(await isTypedDataSigned(TYPED_DATA, await signer.signTypedData(TYPED_DATA), ADDRESS)).to.equal(true)
      const issuerAddress = Wallet.createRandom().address.toLowerCase()
      expect(await failureOf(find({ id: 7, issuerAddress, issuerKeystore: null }))).to.include({ name: 'Transient' })
    })

    for (const [what, der] of [
      ['of another key', Buffer.from(derOf([1n, 1n]))],
      ['that is none', derOf([0n, 1n])],
      ['that is cut off', derOf([1n, 1n]).subarray(0, -1)],
      ['in no DER', Buffer.alloc(64, 1)],
    ] as const)
      it(`is not taken with a signature ${what}`, async () => {
        stub.next.push({ status: 200, body: signed(der) })
        expect(await failureOf(account.sign!({ hash: DIGESTS[0]! }))).to.include({ name: 'Transient' })
        expect(await account.sign!({ hash: DIGESTS[0]! })).to.be.a('string')
      })

    it('makes those wait who ask while the service refuses', async () => {
      stub.next.push({
        status: 403,
        body: { __type: 'AccessDeniedException', error: { code: 403, status: 'PERMISSION_DENIED' } },
      })
      expect(await failureOf(account.sign!({ hash: DIGESTS[0]! }))).to.include({ name: 'Transient' })
    })

    it('that the service does not have is not opened', async () => {
      const missing = reference.replace(/.$/, '9')
      expect(await failureOf(openKey(missing, settings(stub)))).to.include({ name: 'Transient' })
    })

    it('is asked for digests only, by somebody who says who they are', async () => {
      await account.signTypedData(TYPED_DATA)
      const { body, headers } = stub.asked.at(-1)!
      const digest = Buffer.from(hashTypedData(TYPED_DATA).slice(2), 'hex').toString('base64')
      expect(JSON.stringify(body)).to.include(digest)
      expect(headers.authorization).to.match(
        /^AWS4-HMAC-SHA256 Credential=AKIDOFTHETEST\/\d+\/eu-west-3\/kms\/|^Bearer a token of the test$/,
      )
    })
  })

describe('the key of another kind', function () {
  it('is refused: AWS KMS', async () => {
    const stub = await startAwsKmsStub({})
    stub.next.push({ status: 200, body: { KeyId: ARN, KeySpec: 'ECC_NIST_P256', PublicKey: '' } })
    const failure = await failureOf(openKey(`aws-kms:${ARN}`, SERVICES[0]!.settings(stub)))
    expect(failure).to.include({ name: 'Transient' }).with.property('message').that.includes('ECC_SECG_P256K1')
    await stub.close()
  })

  it('is refused: Google Cloud KMS', async () => {
    const stub = await startGcpKmsStub({})
    stub.next.push({ status: 200, body: { pem: '', algorithm: 'EC_SIGN_P256_SHA256' } })
    const failure = await failureOf(openKey(`gcp-kms:${VERSION}`, SERVICES[1]!.settings(stub)))
    expect(failure).to.include({ name: 'Transient' }).with.property('message').that.includes('EC_SIGN_SECP256K1_SHA256')
    await stub.close()
  })
})

describe('readDerSignature', function () {
  it('reads small and large numbers', () => {
    for (const [r, s] of [
      [1n, 127n],
      [128n, 255n],
      [2n ** 255n, 2n ** 256n - 1n],
    ] as const)
      expect(readDerSignature(derOf([r, s]))).to.deep.equal({ r, s })
  })

  it('refuses everything else', () => {
    const good = derOf([2n ** 255n, 5n])
    const bad = [
      Buffer.alloc(0),
      Buffer.concat([good, Buffer.of(0)]),
      good.subarray(1),
      derOf([1n]),
      derOf([1n, 2n, 3n]),
      derOf([2n ** 264n, 1n]),
      Buffer.from('30060201ff020101', 'hex'),
      Buffer.from('300402000200', 'hex'),
      Buffer.from('3006020a01020101', 'hex'),
    ]
    for (const der of bad) expect(() => readDerSignature(der), der.toString('hex')).to.throw()
  })
})
