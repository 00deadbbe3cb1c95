import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { expect } from 'chai'
import { hashTypedData, type Hex } from 'viem'

import { ANSWER_BYTES_MAX } from '../../../server/chain/external-signer.ts'
import { makeIssuerSigners } from '../../../server/chain/issuer-signers.ts'
import { failureOf } from '../../support/failure.ts'
import { issuerOf } from '../../support/platform/coalition-chain.ts'
import { typedDataOf } from '../../support/typed-data.ts'

const TYPED_DATA = typedDataOf('yes')

describe("a partner's signing service", function () {
  let service: Server
  let asked: (string | undefined)[]
  let answer: (request: IncomingMessage, response: ServerResponse) => unknown
  let signature: Hex
  before(async () => {
    signature = await issuerOf(7).signHash(hashTypedData(TYPED_DATA))
  })
  beforeEach(async () => {
    asked = []
    service = createServer((request, response) => {
      asked.push(request.headers.authorization)
      void text(request).then(() => answer(request, response))
    }).listen(0, '127.0.0.1')
    await once(service, 'listening')
  })
  afterEach(() => {
    service.closeAllConnections()
    service.close()
  })

  const url = () => `http://127.0.0.1:${String((service.address() as AddressInfo).port)}`
  const ask = async (id = 7) => {
    const tokens = { 7: 'the token of partner 7', 8: 'the token of partner 8' }
    const find = makeIssuerSigners({
      passphrase: '',
      places: { 7: url(), 8: url() },
      tokens,
      services: { device: null },
    })
    return (await find({ id, issuerAddress: issuerOf(id).address, issuerKeystore: null })).signTypedData(TYPED_DATA)
  }
  const padded = (bytes: number) => JSON.stringify({ signature }).padEnd(bytes, ' ')

  it("is shown its partner's token, and no other", async () => {
    answer = (_request, response) => response.end(JSON.stringify({ signature }))
    expect(await ask(7)).to.equal(signature)
    await failureOf(ask(8))
    expect(asked).to.deep.equal(['Bearer the token of partner 7', 'Bearer the token of partner 8'])
  })

  it('is the one of its address, while a partner changes its key', async () => {
    answer = (_request, response) => response.end(JSON.stringify({ signature }))
    const { address } = issuerOf(7)
    const find = makeIssuerSigners({
      passphrase: '',
      places: { 7: 'http://127.0.0.1:9', [`7@${address}`]: url() },
      tokens: { 7: 'the token of the old one', [`7@${address}`]: 'the token of the new one' },
      services: { device: null },
    })
    const signer = await find({ id: 7, issuerAddress: address, issuerKeystore: null })
    expect(await signer.signTypedData(TYPED_DATA)).to.equal(signature)
    expect(asked).to.deep.equal(['Bearer the token of the new one'])
  })

  it('may answer with so many bytes, and not with one more', async () => {
    answer = (_request, response) => response.end(padded(ANSWER_BYTES_MAX))
    expect(await ask()).to.equal(signature)
    answer = (_request, response) => response.end(padded(ANSWER_BYTES_MAX + 1))
    expect(await failureOf(ask())).to.include({ name: 'Transient', message: 'The signing service answered too much' })
  })

  it('that never stops answering is left at once', async () => {
    let bytes = 0
    const chunk = Buffer.alloc(64 * 1024, ' ')
    const left = new Promise((resolve) => {
      answer = (_request, response) => {
        const more = () => {
          do bytes += chunk.length
          while (response.write(chunk))
        }
        response.on('drain', more).on('close', resolve)
        more()
      }
    })
    expect(await failureOf(ask())).to.include({ message: 'The signing service answered too much' })
    await left
    expect(bytes).to.be.below(64 * 1024 * 1024)
  })

  it('that refuses at length is not listened to', async () => {
    answer = (_request, response) => response.writeHead(403).write(Buffer.alloc(1024))
    expect(await failureOf(ask())).to.include({ message: 'The signing service refused with status 403' })
  })
})
