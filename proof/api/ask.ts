import type { Sender } from './send.ts'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly key?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Of what the API says, what the world is built from: each answer has some of it. */
export interface Said {
  readonly memberId: string
  readonly cardNumber: string
  readonly pointsConfirmed: string
  readonly purchaseId: string
  readonly orderRef: string
  readonly locationId: string | null
  readonly returnId: string
  readonly returnRef: string
  readonly redemptionId: string
  readonly reference: string
  readonly approvalUrl: string
  readonly restorationId: string
  readonly rewardId: string
  readonly claimId: string
  readonly voucher: string
  readonly batchId: string
  readonly entryId: string
  readonly sessionId: string
  readonly id: string
  readonly apiKey: string
  readonly keyId: string
  readonly personId: string
  readonly scopes: readonly string[]
  readonly partnerId: number
  readonly token: string
  readonly data: readonly Said[]
  readonly nextCursor: string | null
}

export interface Ask {
  /** The answer's body; fails unless the answer is a success. */
  (asked: Asked): Promise<Said>
  /** The same, or null where the problem with this code is the answer. */
  unless(code: string, asked: Asked): Promise<Said | null>
  /** The same, with the cookie that the answer sets. */
  withCookie(asked: Asked): Promise<{ said: Said; cookie: string }>
  /** The first page of a list. */
  list(key: string, path: string): Promise<readonly Said[]>
}

/** Asks as somebody who means well. The address is its own, so that the limits for strangers do not meet it. */
export function openAsk(sender: Sender): Ask {
  let asked = 0
  const send = async ({ method, path: target, key, headers = {}, body }: Asked) => {
    asked += 1
    const answer = await sender.send({
      method,
      target,
      headers: {
        'X-Forwarded-For': `10.0.${(asked >> 8) % 256}.${asked % 256}`,
        ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : Buffer.from(JSON.stringify(body)),
    })
    const said = (answer.text === '' ? null : JSON.parse(answer.text)) as Said & { code?: string }
    const fail = () => new Error(`${method} ${target} was answered with ${answer.status}: ${answer.text.slice(0, 500)}`)
    return { ...answer, said, fail }
  }
  const ask = async (one: Asked): Promise<Said> => {
    const { status, said, fail } = await send(one)
    if (status >= 400) throw fail()
    return said
  }
  return Object.assign(ask, {
    unless: async (code: string, one: Asked) => {
      const { status, said, fail } = await send(one)
      if (status >= 400 && said.code !== code) throw fail()
      return status >= 400 ? null : said
    },
    withCookie: async (one: Asked) => {
      const { status, said, headers, fail } = await send(one)
      const [cookie] = [headers['set-cookie']].flat()
      if (status >= 400 || cookie === undefined) throw fail()
      return { said, cookie: cookie.split(';')[0] ?? '' }
    },
    list: async (key: string, path: string) => (await ask({ method: 'GET', path, key })).data,
  })
}
