import type { Owner } from './canaries.ts'
import type { ApiDocument, Operation } from './document.ts'
import type { FuzzRequest } from './make-request.ts'
import { ANSWER_MS_MAX, type WireAnswer } from './send.ts'
import type { Caller, World } from './world.ts'

/** Refusals of what reached no route, or was no request that a route could read. */
const CODES_WITHOUT_ROUTE = new Set([
  'unknown_route',
  'method_not_allowed',
  'malformed_request',
  'request_timeout',
  'too_many_requests',
])

/** What is wrong with an answer, one sentence each. */
export function judge(
  { world, document }: { world: World; document: ApiDocument },
  request: FuzzRequest,
  answer: WireAnswer,
): string[] {
  const path = request.target.split(/[?#]/)[0] ?? ''
  const operation = document.find(request.method, path)
  const leaks = world.watch.findLeaks(JSON.stringify(answer.headers) + answer.text, (owner, kind) =>
    maySee(request.caller, owner, kind),
  )
  return [
    ...(answer.status >= 500 ? [`answered with ${answer.status}`] : []),
    ...(answer.ms > ANSWER_MS_MAX ? [`took ${Math.round(answer.ms)} ms`] : []),
    ...leaks.map((leak) => `shows ${request.caller.name} what is somebody else's: ${leak}`),
    ...(operation === null ? judgeUnrouted(path, answer) : judgeRouted(operation, request, answer)),
  ]
}

/** Whose data somebody may see: a partner its own, members their own, whoever has an approval link what it is about. */
function maySee({ kind, owner: self }: Caller, owner: Owner, what: 'data' | 'secret'): boolean {
  if (kind === 'operator') return what === 'data'
  if (kind === 'partner' || kind === 'person')
    return owner.partner === self.partner || (owner.partner === 0 && owner.member === 0)
  if (kind === 'member') return owner.member === self.member || (what === 'data' && owner.member === 0)
  if (kind === 'approval') return owner.partner === self.partner && owner.member === self.member
  return false
}

function judgeUnrouted(path: string, { status, headers, text }: WireAnswer): string[] {
  // Pages, and what browsers ask for.
  if (!path.startsWith('/v1/') || status < 400)
    return path.startsWith('/v1/') ? [`${path} is answered with ${status}, and is in no document`] : []
  if (text === '' || String(headers['content-type']).startsWith('text/html')) return []
  const code = codeOf(text)
  return code !== null && CODES_WITHOUT_ROUTE.has(code)
    ? []
    : [`answered with ${status} and ${code ?? 'no problem'}, where no route is`]
}

function judgeRouted(
  { answers, name }: Operation,
  { method }: FuzzRequest,
  { status, headers, text }: WireAnswer,
): string[] {
  const promised = answers.get(status)
  if (promised === undefined) {
    const code = codeOf(text)
    // Bytes that the HTTP parser refuses never reach the route.
    return status === 431 || (code !== null && code === 'method_not_allowed')
      ? []
      : [`${name} answered with ${status} ${code ?? ''}, which is not in the document`]
  }
  if (method === 'HEAD' || promised.isValid === null)
    return text === '' ? [] : [`${name} answered with a body where there is none`]
  const body = parse(text)
  const isProblem = promised.codes.size > 0
  const type = String(headers['content-type']).split(';')[0]
  const code = isProblem ? codeOf(text) : null
  return [
    ...(type === (isProblem ? 'application/problem+json' : 'application/json')
      ? []
      : [`${name} answered with ${status} as ${type ?? 'nothing'}`]),
    ...(!isProblem || (code !== null && promised.codes.has(code))
      ? []
      : [`${name} answered with ${status} and ${code ?? 'no code'}, which is not in the document`]),
    ...(promised.isValid(body)
      ? []
      : [`${name} answered with ${status} against its schema: ${JSON.stringify(promised.isValid.errors?.[0])}`]),
  ]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // against every schema
  }
}

function codeOf(text: string): string | null {
  const { code } = (parse(text) ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : null
}
