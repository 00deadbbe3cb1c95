import { PERSON_COOKIE_PLAIN } from '../../../auth/person-sessions.ts'
import { SESSION_COOKIE_PLAIN } from '../../../auth/sessions.ts'
import type { PlacedOperation } from './api-pages.ts'
import type { Content, Parameter, ResolvedOperation, Schema } from './document.ts'

/** Who an operation is called by, as the document says. */
export type CallerName = 'partner' | 'person' | 'operator' | 'member' | 'anyone'

/** Names whom an operation is for. */
export function callerOf({ security }: ResolvedOperation): CallerName {
  const names = security.flatMap((demand) => Object.keys(demand))
  // A demand of nothing: a session is looked at where there is one, and nobody needs it.
  if (security.some((demand) => Object.keys(demand).length === 0)) return 'anyone'
  if (names.includes('memberSession')) return 'member'
  if (names.includes('operatorKey')) return 'operator'
  if (names.includes('partnerKey')) return 'partner'
  return names.includes('personSession') ? 'person' : 'anyone'
}

/** The first type in which a body is taken, and what it must be. */
export function bodyOf({ requestBody }: ResolvedOperation): { type: string; content: Content } | null {
  const [first] = Object.entries(requestBody?.content ?? {})
  return first === undefined ? null : { type: first[0], content: first[1] }
}

const SAMPLE_HASH = `0x${'4b'.repeat(32)}`

/** A value that a parameter may have: of the document, or one that fits its pattern. */
export function exampleOfParameter({ example, schema }: Pick<Parameter, 'example' | 'schema'>): string {
  const [first] = schema.enum ?? []
  const said = example ?? schema.example ?? schema.default ?? first
  if (typeof said === 'string') return said
  return schema.pattern?.startsWith('^0x') === true ? SAMPLE_HASH : 'AQIDBAUGBwg'
}

const inPlace = ({ operation }: PlacedOperation, place: string) =>
  (operation.parameters ?? []).filter((one) => one.in === place)

const required = ({ required: isRequired }: Parameter) => isRequired === true

function pathWithExamples(placed: PlacedOperation): string {
  return inPlace(placed, 'path').reduce(
    (path, parameter) => path.replace(`{${parameter.name}}`, exampleOfParameter(parameter)),
    placed.path,
  )
}

/** A text for a shell, in single quotes. */
const shellQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

const CREDENTIALS: Readonly<Record<CallerName, readonly string[]>> = {
  partner: ['-H "Authorization: Bearer $KEY"'],
  person: [`-H "Cookie: ${PERSON_COOKIE_PLAIN}=$SESSION"`, '-H "Origin: $ENTENTE"'],
  operator: ['-H "Authorization: Bearer $OPERATOR_KEY"'],
  member: [`-H "Cookie: ${SESSION_COOKIE_PLAIN}=$SESSION"`, '-H "Origin: $ENTENTE"'],
  anyone: [],
}

/** A command that works as it stands where the variables of the quick start are set. */
export function curlOf(placed: PlacedOperation): string {
  const { method, operation } = placed
  const query = inPlace(placed, 'query').filter(required)
  const search = new URLSearchParams(
    query.map((one): [string, string] => [one.name, exampleOfParameter(one)]),
  ).toString()
  const body = bodyOf(operation)
  const headers = inPlace(placed, 'header').filter(required)
  const address = `$ENTENTE${pathWithExamples(placed)}${search === '' ? '' : `?${search}`}`
  const isPost = method === 'post' && body !== null
  const lines = [
    `curl${method === 'get' || isPost ? '' : ` -X ${method.toUpperCase()}`} "${address}"`,
    ...CREDENTIALS[callerOf(operation)],
    ...headers.map((one) => `-H ${shellQuoted(`${one.name}: ${exampleOfParameter(one)}`)}`),
    ...(body === null ? [] : [`-H 'Content-Type: ${body.type}'`]),
    ...(body?.type.startsWith('image/') === true ? ['--data-binary @picture.png'] : []),
    ...(body?.type === 'application/json' ? [`-d ${shellQuoted(JSON.stringify(body.content.example, null, 2))}`] : []),
  ]
  return lines.join(' \\\n  ')
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/
const LINE_MAX = 90

const stringLiteral = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`

/** A value as a TypeScript literal, in the style of our own code. */
export function literalOf(value: unknown, indent = ''): string {
  if (typeof value === 'string') return stringLiteral(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const isList = Array.isArray(value)
  const within = `${indent}  `
  const partsAt = (depth: string) =>
    Object.entries(value).map(([name, one]) => {
      const text = literalOf(one, depth)
      if (isList) return text
      return `${IDENTIFIER.test(name) ? name : stringLiteral(name)}: ${text}`
    })
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  const short = partsAt(indent)
  const line = isList ? `[${short.join(', ')}]` : `{ ${short.join(', ')} }`
  if (short.length === 0) return `${open}${close}`
  if (indent.length + line.length <= LINE_MAX && !line.includes('\n')) return line
  return `${open}\n${partsAt(within)
    .map((part) => `${within}${part},\n`)
    .join('')}${indent}${close}`
}

function parametersFor(placed: PlacedOperation): Record<string, Record<string, string>> | null {
  const places = (['path', 'query', 'header'] as const).flatMap((place) => {
    const asked = inPlace(placed, place).filter(required)
    if (asked.length === 0) return []
    return [[place, Object.fromEntries(asked.map((one) => [one.name, exampleOfParameter(one)]))] as const]
  })
  return places.length === 0 ? null : Object.fromEntries(places)
}

const hasAnswer = ({ responses }: ResolvedOperation) =>
  Object.entries(responses).some(([status, { content }]) => status.startsWith('2') && content !== undefined)

/** The same request with the generated client; `entente` is made once, as the welcome page shows. */
export function typescriptOf(placed: PlacedOperation): string {
  const { method, path, operation } = placed
  const params = parametersFor(placed)
  const body = bodyOf(operation)
  const isPicture = body?.type.startsWith('image/') === true
  const init = [
    ...(params === null ? [] : [`  params: ${literalOf(params, '  ')},\n`]),
    ...(body !== null && !isPicture ? [`  body: ${literalOf(body.content.example, '  ')},\n`] : []),
    ...(isPicture
      ? [
          `  // The document calls the bytes of a picture a string, as OpenAPI does.\n`,
          `  body: picture as unknown as string,\n`,
          `  bodySerializer: (bytes: unknown) => bytes as Uint8Array<ArrayBuffer>,\n`,
          `  headers: { 'Content-Type': '${body.type}' },\n`,
        ]
      : []),
  ].join('')
  const call = `await entente.${method.toUpperCase()}('${path}'${init === '' ? '' : `, {\n${init}}`})`
  const read = isPicture
    ? `import { readFile } from 'node:fs/promises'\n\nconst picture = await readFile('picture.png')\n`
    : ''
  return `${read}${hasAnswer(operation) ? 'const { data } = ' : ''}${call}`
}

/** What is answered when all is well: the status, the schema and an example. */
export function answerOf({ responses }: ResolvedOperation): {
  status: string
  schema: Schema | null
  example: unknown
} {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
  // A repetition is answered with 200 and the same; the first answer is the one to show.
  const [status = '200', answer] = good.find(([one]) => one !== '200' && one !== '202') ?? good[0] ?? []
  const content = answer?.content?.['application/json']
  return { status, schema: content?.schema ?? null, example: content?.example }
}
