import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'
import { keccak256, toUtf8Bytes } from 'ethers'

import { type KeyServiceStub, startAwsKmsStub } from '../support/key-service-stubs.ts'
import { errorOf } from '../support/system/error-of.ts'
import { ask } from '../support/system/ask.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { useWorkplace } from '../support/system/workplace.ts'
import { addIssuingPartner } from './support/add-issuing-partner.ts'

const KEYS = Object.fromEntries(
  ['operator', 'lane', 'issuer'].map((name) => [`alias/${name}`, keccak256(toUtf8Bytes(name))]),
)
const ISSUER = 'aws-kms:alias/issuer'

describe('a server in production whose keys are in AWS KMS', function () {
  this.timeout(600_000)
  const workplace = useWorkplace()
  let kms: KeyServiceStub
  let env: Record<string, string>
  before(async () => {
    kms = await startAwsKmsStub(KEYS)
    const passphrase = workplace.path('passphrase')
    writeFileSync(passphrase, 'a passphrase that is not in the data folder\n')
    env = {
      NODE_ENV: 'production',
      ENTENTE_PASSPHRASE_FILE: passphrase,
      AWS_ENDPOINT_URL_KMS: kms.url,
      AWS_REGION: 'eu-west-3',
      AWS_ACCESS_KEY_ID: 'AKIDOFTHETEST',
      AWS_SECRET_ACCESS_KEY: 'a secret of the test',
      OPERATOR_KEY: 'aws-kms:alias/operator',
      LANE_KEYS: 'aws-kms:alias/lane',
      EXTERNAL_SIGNERS: `1=${ISSUER}`,
    }
  })
  after(() => kms.close())

  it('is refused without a passphrase from elsewhere, and without the keys', async () => {
    const codeOf = async (changed: Record<string, string>) => {
      const ended = await workplace.launch({ args: ['--no-demo', '--json'], env: { ...env, ...changed } }).ended
      return errorOf(ended).code
    }
    expect(await codeOf({ ENTENTE_PASSPHRASE_FILE: '' })).to.equal('passphrase_beside_keystores')
    expect(await codeOf({ OPERATOR_KEY: 'aws-kms:alias/nobody' })).to.equal('key_service_unusable')
  })

  it('deploys, registers a partner and mints its points with them, and has no keystore of them', async () => {
    const told = await workplace.run(['key', 'address', ISSUER, '--json'], { env })
    const { address } = JSON.parse(told.stdout)
    const server = await workplace.start({ args: ['--no-demo'], env })
    const key = await addIssuingPartner(workplace, '--issuer', address)
    const { memberId: value } = (await ask(server.url, '/v1/members', { key, body: { kind: 'card' } })).body
    const sale = { orderRef: 'K1', currency: 'GBP', amountMinor: '1000', occurredAt: new Date().toISOString() }
    const body = { ...sale, member: { kind: 'member', value } }
    const { purchaseId } = (await ask(server.url, '/v1/purchases', { key, body })).body
    const readState = async () => (await ask(server.url, `/v1/purchases/${String(purchaseId)}`, { key })).body.state
    await waitUntil(readState, (state) => ['confirmed', 'final'].includes(state))
    const signedWith = kms.asked
      .filter(({ what }) => what === 'TrentService.Sign')
      .map(({ body: asked }) => asked['KeyId'])
    expect(signedWith).to.include.members(Object.keys(KEYS))
    for (const name of ['operator.json', 'lanes.json', 'passphrase'])
      expect(existsSync(join(server.dataFolder, 'keys', name)), name).to.equal(false)
    expect(existsSync(join(server.dataFolder, 'keys', 'members.json'))).to.equal(true)
    server.signal('SIGINT')
    expect((await server.ended).code).to.equal(0)
  })
})
