import { createPublicKey } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { getBytes, SigningKey } from 'ethers'

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/** A key management service on loopback, with its real protocol and real keys, which signs what it is asked to. */
export interface KeyServiceStub {
  url: string
  port: number
  /** What it was asked, in order. */
  asked: { what: string; body: Record<string, unknown>; headers: IncomingHttpHeaders }[]
  /** Given instead of the next answers, in order. */
  next: { status: number; body: unknown }[]
  close(): Promise<void>
}

/** Keys by their names, as private keys in hex. */
export type StubKeys = Readonly<Record<string, string>>

/** AWS KMS: JSON 1.1, `TrentService.GetPublicKey` and `TrentService.Sign`. */
export function startAwsKmsStub(keys: StubKeys): Promise<KeyServiceStub> {
  return startStub(({ target, body }) => {
    const keyId = String(body['KeyId'])
    const key = keys[keyId]
    if (key === undefined) return refusal('NotFoundException')
    if (target === 'TrentService.GetPublicKey') {
      const described = { KeyId: keyId, KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'SIGN_VERIFY' }
      const PublicKey = publicKeyOf(key).export({ type: 'spki', format: 'der' }).toString('base64')
      return { status: 200, body: { ...described, SigningAlgorithms: ['ECDSA_SHA_256'], PublicKey } }
    }
    const isDigest = body['MessageType'] === 'DIGEST' && body['SigningAlgorithm'] === 'ECDSA_SHA_256'
    if (target !== 'TrentService.Sign' || !isDigest) return refusal('ValidationException')
    const signature = signDer(key, Buffer.from(String(body['Message']), 'base64'))
    return { status: 200, body: { KeyId: keyId, Signature: signature, SigningAlgorithm: 'ECDSA_SHA_256' } }
  })
}

const refusal = (type: string) => ({ status: 400, body: { __type: type, message: 'refused by the test' } })

/** Google Cloud KMS over REST: `GET v1/<name>/publicKey` and `POST v1/<name>:asymmetricSign`. */
export function startGcpKmsStub(keys: StubKeys): Promise<KeyServiceStub> {
  return startStub(({ path, body }) => {
    const [, name = '', what] = /^\/v1\/(.*?)(\/publicKey|:asymmetricSign)$/.exec(path) ?? []
    const key = keys[name]
    if (key === undefined)
      return { status: 404, body: { error: { code: 404, message: 'no such key', status: 'NOT_FOUND' } } }
    if (what === '/publicKey') {
      const pem = publicKeyOf(key).export({ type: 'spki', format: 'pem' }).toString()
      return { status: 200, body: { pem, algorithm: 'EC_SIGN_SECP256K1_SHA256', name, protectionLevel: 'HSM' } }
    }
    const { sha256 } = body['digest'] as { sha256: string }
    return {
      status: 200,
      body: { name, signature: signDer(key, Buffer.from(sha256, 'base64')), protectionLevel: 'HSM' },
    }
  })
}

interface Asked {
  target: string
  path: string
  body: Record<string, unknown>
}

async function startStub(answer: (asked: Asked) => { status: number; body: unknown }): Promise<KeyServiceStub> {
  const server: Server = createServer((request, response) => {
    void text(request).then((raw) => {
      const body = raw === '' ? {} : (JSON.parse(raw) as Record<string, unknown>)
      const path = decodeURIComponent(new URL(request.url ?? '', 'http://stub').pathname)
      const target = String(request.headers['x-amz-target'] ?? '')
      stub.asked.push({ what: target === '' ? path : target, body, headers: request.headers })
      const given = stub.next.shift() ?? answer({ target, path, body })
      response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stub: KeyServiceStub = {
    url: `http://127.0.0.1:${String(port)}`,
    port,
    asked: [],
    next: [],
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return stub
}

/** The header of a SubjectPublicKeyInfo with a point of secp256k1. */
const SPKI_HEADER = Buffer.from('3056301006072a8648ce3d020106052b8104000a034200', 'hex')

function publicKeyOf(privateKey: string) {
  const point = getBytes(new SigningKey(privateKey).publicKey)
  return createPublicKey({ key: Buffer.concat([SPKI_HEADER, point]), format: 'der', type: 'spki' })
}

/** As services sign: DER, base64, and s in the upper half as often as in the lower. */
function signDer(privateKey: string, digest: Uint8Array): string {
  const { r, s } = new SigningKey(privateKey).sign(digest)
  const isUpper = (digest[0] ?? 0) % 2 === 0
  const given = [BigInt(r), isUpper ? CURVE_ORDER - BigInt(s) : BigInt(s)]
  return derOf(given).toString('base64')
}

/** `SEQUENCE { INTEGER r, INTEGER s }` */
export function derOf(numbers: readonly bigint[]): Buffer {
  const integers = numbers.map((number) => {
    const hex = number.toString(16)
    const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
    const value = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
    return Buffer.concat([Buffer.of(0x02, value.length), value])
  })
  const content = Buffer.concat(integers)
  return Buffer.concat([Buffer.of(0x30, content.length), content])
}
