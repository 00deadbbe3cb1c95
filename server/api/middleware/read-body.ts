import { createHash } from 'node:crypto'
import express, { type Request, type RequestHandler, type Response } from 'express'

import { Rejection } from '../../domain/rejection.ts'
import { MalformedRequest } from '../problems.ts'

/** Levels of nesting that a body may have; ours have four. */
const DEPTH_MAX = 16

/** A body that was read: what it says, and the hash of the bytes that said it. */
export interface ReadBody {
  readonly value: unknown
  readonly hash: string
}

const MEDIA_TYPE = /^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i
const utf8 = new TextDecoder('utf-8', { fatal: true })

function refuse(detail: string): never {
  throw new MalformedRequest([{ pointer: 'body', detail }])
}

/** Counts brackets outside strings before anything is parsed, so that no deep nesting reaches a recursive parser. */
function checkDepth(json: string): void {
  let depth = 0
  let quoted = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (quoted) {
      if (character === '\\') at++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{' || character === '[') {
      if (++depth > DEPTH_MAX) refuse(`is nested more than ${DEPTH_MAX} levels deep`)
    } else if (character === '}' || character === ']') depth--
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return refuse('is not valid UTF-8')
  }
}

function parseJson(json: string): unknown {
  checkDepth(json)
  try {
    return JSON.parse(json)
  } catch {
    return refuse('is not valid JSON')
  }
}

function readBytes(request: Request, response: Response, bytesMax: number): Promise<Uint8Array> {
  const parser: RequestHandler = express.raw({ type: () => true, limit: bytesMax, inflate: false })
  return new Promise((resolve, reject) => {
    parser(request, response, (error: unknown) => {
      if (error === undefined) return resolve(request.body instanceof Uint8Array ? request.body : new Uint8Array())
      const { type } = error as { type?: string }
      if (type === 'entity.too.large') return reject(new Rejection('body_too_large', { bytesMax }))
      if (type === 'encoding.unsupported') return reject(new Rejection('unsupported_media_type'))
      reject(error instanceof Error ? error : new Error('the body could not be read', { cause: error }))
    })
  })
}

/** Reads a JSON body: the type is checked before a byte is read, the raw bytes are hashed, and parsed once. */
export async function readBody(request: Request, response: Response, bytesMax: number): Promise<ReadBody> {
  if (!MEDIA_TYPE.test(request.headers['content-type'] ?? '')) throw new Rejection('unsupported_media_type')
  const bytes = await readBytes(request, response, bytesMax)
  return { value: parseJson(decode(bytes)), hash: createHash('sha256').update(bytes).digest('hex') }
}

/** Reads a body of one of these media types as the bytes that it is. */
export async function readBinaryBody(
  request: Request,
  response: Response,
  { types, bytesMax }: { types: readonly string[]; bytesMax: number },
): Promise<ReadBody> {
  const type = (request.headers['content-type'] ?? '').trim().toLowerCase()
  if (!types.includes(type)) throw new Rejection('unsupported_media_type', { types })
  const bytes = await readBytes(request, response, bytesMax)
  return { value: { type, bytes }, hash: createHash('sha256').update(bytes).digest('hex') }
}
