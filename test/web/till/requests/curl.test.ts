import { expect } from 'chai'
import { execFileSync } from 'node:child_process'

import type { Exchange } from '../../../../web/src/api-client/till-line.ts'
import { formatCurl, maskKey, maskPin } from '../../../../web/src/till/requests/curl.ts'

describe('what the drawer of requests copies', function () {
  const exchange: Exchange = {
    at: new Date(0),
    method: 'POST',
    path: '/v1/purchases',
    idempotencyKey: 'T-1',
    body: { orderRef: "it's $HOME `id`", pin: '2580' },
    status: 201,
    ms: 3,
    answer: null,
  }

  it('is read by a shell as it was sent, and holds no key', function () {
    const curl = formatCurl(exchange, 'http://localhost:8080')
    const asked = execFileSync('sh', ['-c', curl.replace(/^curl/, `printf '%s\\n'`)], { encoding: 'utf8' })
    expect(asked.split('\n')).to.include(JSON.stringify(exchange.body)).and.include('Idempotency-Key: T-1')
    expect(curl).to.include('Bearer $ENTENTE_KEY')
  })

  it('masks keys and PINs', function () {
    expect(maskKey('ent_0123456789abcdef_secret')).to.equal('ent_0123…')
    expect(maskPin(exchange.body)).to.deep.equal({ orderRef: "it's $HOME `id`", pin: '••••' })
    expect(maskPin(null)).to.equal(null)
  })
})
