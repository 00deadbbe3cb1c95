import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

import { root } from '../../cli/run-program.ts'

/** JSON Schema, as far as the document uses it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly required?: boolean
  readonly schema: Schema
}

export type CallerKind = 'partner' | 'person' | 'operator' | 'member' | 'approval' | 'anyone'

/** What an operation may answer with one status. */
interface Answer {
  /** Codes of the problems; empty where the answer is no problem. */
  readonly codes: ReadonlySet<string>
  /** Null where there is no body. */
  readonly isValid: ValidateFunction | null
}

/** An operation of the published document. */
export interface Operation {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly caller: CallerKind
  readonly scopes: readonly string[]
  readonly parameters: readonly Parameter[]
  readonly bodyTypes: readonly string[]
  /** Of a JSON body. */
  readonly body: Schema | null
  readonly example: unknown
  readonly answers: ReadonlyMap<number, Answer>
  /** Recognises its paths. */
  readonly matches: RegExp
}

export interface ApiDocument {
  readonly operations: readonly Operation[]
  resolve(schema: Schema): Schema
  /** What a request with this method and path (without a query) is handled by; null: by nothing that is documented. */
  find(method: string, path: string): Operation | null
}

interface Media {
  readonly schema?: Schema
  readonly example?: unknown
}

interface Reference {
  readonly $ref?: string
}

interface PublishedResponse extends Reference {
  readonly description?: string
  readonly content?: Readonly<Record<string, Media>>
}

interface PublishedOperation {
  readonly operationId: string
  readonly description?: string
  readonly security?: readonly Readonly<Record<string, unknown>>[]
  readonly parameters?: readonly (Parameter & Reference)[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, PublishedResponse>>
}

interface Published {
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<Method, PublishedOperation>>>>>
}

const METHODS = ['get', 'post', 'put', 'delete'] as const
type Method = (typeof METHODS)[number]
const DOCUMENT_URI = 'entente.json'

const escapePointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Reads the published document, with a validator of each answer. */
export function readDocument(file = join(root, 'openapi/entente.json')): ApiDocument {
  const published = JSON.parse(readFileSync(file, 'utf8')) as Published
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  ajv.addSchema({ ...published, $id: DOCUMENT_URI })
  const reading = { ajv, follow: followerOf(published) }
  const operations = Object.entries(published.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method]
      return operation === undefined ? [] : [readOperation(reading, { path, method, operation })]
    }),
  )
  return {
    operations,
    resolve: reading.follow,
    find: (method, path) =>
      operations.find((one) => one.method === (method === 'HEAD' ? 'GET' : method) && one.matches.test(path)) ?? null,
  }
}

type Follow = <Node extends Reference>(node: Node) => Node

/** Finds what a reference in the document points at. */
function followerOf(published: Published): Follow {
  const follow: Follow = (node) => {
    if (node.$ref === undefined) return node
    const found = node.$ref
      .slice(2)
      .split('/')
      .reduce((at: unknown, part) => (at as Record<string, unknown>)[part], published)
    return follow(found as typeof node)
  }
  return follow
}

interface Reading {
  readonly ajv: Ajv2020
  readonly follow: Follow
}

interface Place {
  readonly path: string
  readonly method: Method
  readonly operation: PublishedOperation
}

function readOperation({ ajv, follow }: Reading, { path, method, operation }: Place): Operation {
  const { operationId, description = '', requestBody, responses } = operation
  const parameters = (operation.parameters ?? []).map(follow)
  const content = requestBody?.content ?? {}
  const answers = Object.entries(responses).map(([status, response]) => {
    const at = response.$ref ?? `#/paths/${escapePointer(path)}/${method}/responses/${status}`
    return [Number(status), readAnswer(ajv, follow(response), at)] as const
  })
  return {
    name: operationId,
    method: method.toUpperCase(),
    path,
    caller: callerOf(operation, parameters),
    scopes: matchesOf(description, /`((?:[a-z]+:[a-z]+)|operator)`/g),
    parameters,
    bodyTypes: Object.keys(content),
    body: content['application/json']?.schema ?? null,
    example: content['application/json']?.example,
    answers: new Map(answers),
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
  }
}

const matchesOf = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '')

function readAnswer(ajv: Ajv2020, { description = '', content = {} }: PublishedResponse, at: string): Answer {
  const [type] = Object.keys(content)
  const isProblem = type === 'application/problem+json'
  const schema = type === undefined ? null : { $ref: `${DOCUMENT_URI}${at}/content/${escapePointer(type)}/schema` }
  return {
    codes: new Set(isProblem ? matchesOf(description, /`([a-z_]+)`/g) : []),
    isValid: schema === null ? null : ajv.compile(schema),
  }
}

function callerOf({ security = [] }: PublishedOperation, parameters: readonly Parameter[]): CallerKind {
  const [scheme] = Object.keys(security[0] ?? {})
  if (scheme === 'partnerKey') return 'partner'
  if (scheme === 'personSession') return 'person'
  if (scheme === 'operatorKey') return 'operator'
  if (scheme === 'memberSession') return 'member'
  return parameters.some(({ name }) => name === 'Entente-Approval') ? 'approval' : 'anyone'
}
