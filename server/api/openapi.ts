import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

import { SESSION_COOKIE } from '../auth/sessions.ts'
import { EXAMPLES } from './examples.ts'
import { makeProblem, PROBLEMS, type ProblemCode } from './problems.ts'
import { BODY_BYTES_MAX, type RouteFacts } from './route.ts'
import { RecordPurchaseBody } from './schemas/purchases/purchases.ts'

const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[]

const ProblemResponse = z
  .object({
    type: z.string().meta({ example: '/docs/errors#member_unknown' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(PROBLEM_CODES),
    requestId: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    details: z.record(z.string(), z.unknown()).optional().meta({ description: 'The offending values' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details; branch on `code`' })

/** Whether it refuses what another site's page may have sent. */
const isForOwnPages = ({ method, caller, signsIn }: RouteFacts) =>
  method !== 'get' && (caller === 'member' || signsIn === true)

/** Every code that a route may answer: its own, and those of its shape. */
export function codesOf(route: RouteFacts): ProblemCode[] {
  const codes: ProblemCode[] = [
    'too_many_requests',
    'internal_error',
    'service_unavailable',
    'malformed_request',
    ...route.refuses,
  ]
  if (route.caller === 'member') codes.push('signed_out')
  if (isForOwnPages(route)) codes.push('origin_refused')
  if (route.caller === 'partner' || route.caller === 'operator')
    codes.push('unauthenticated', 'key_revoked', 'key_expired', 'scope_missing')
  if (route.body !== undefined) codes.push('unsupported_media_type', 'body_too_large', 'request_timeout')
  if (route.repeatable === true) codes.push('idempotency_key_reused')
  return [...new Set(codes)].sort((a, b) => PROBLEMS[a].status - PROBLEMS[b].status || a.localeCompare(b))
}

function problemResponses(route: RouteFacts): Record<string, ResponseConfig> {
  const byStatus = Map.groupBy(codesOf(route), (code) => String(PROBLEMS[code].status))
  const responses: Record<string, ResponseConfig> = {}
  for (const [status, codes] of byStatus) {
    const examples = Object.fromEntries(codes.map((code) => [code, { value: makeProblem(code) }]))
    responses[status] = {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: ProblemResponse, examples } },
    }
  }
  return responses
}

const IdempotencyKey = z.string().optional().meta({
  description:
    '1 to 255 printable characters. Same key and body again: the first answer; same key, other body: refused',
})

const ApprovalSecret = z.string().meta({
  description: 'The secret of the approval link: what follows the # in `approvalUrl`',
})

const replayedHeader = {
  'Idempotent-Replayed': {
    description: '`true` when this is the answer to a repeated request',
    schema: { type: 'string' as const },
  },
}

function requestOf(route: RouteFacts): RouteConfig['request'] {
  const example = EXAMPLES[route.operation]
  const bytesMax = route.bodyBytesMax ?? BODY_BYTES_MAX
  const schema = route.body
  return {
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.query === undefined ? {} : { query: route.query }),
    ...(route.repeatable === true ? { headers: z.object({ 'Idempotency-Key': IdempotencyKey }) } : {}),
    ...(route.byApproval === true ? { headers: z.object({ 'Entente-Approval': ApprovalSecret }) } : {}),
    ...(schema === undefined
      ? {}
      : {
          body: {
            required: true,
            description: `At most ${bytesMax} bytes`,
            content: Object.fromEntries(
              (route.bodyTypes ?? ['application/json']).map((type) => [
                type,
                { schema, ...(example === undefined ? {} : { example }) },
              ]),
            ),
          },
        }),
  }
}

const SECURITY: Readonly<Record<RouteFacts['caller'], Record<string, string[]>[]>> = {
  partner: [{ partnerKey: [] }],
  operator: [{ operatorKey: [] }],
  member: [{ memberSession: [] }],
  anyone: [],
}

function configOf(route: RouteFacts): RouteConfig {
  const answer = {
    content: { 'application/json': { schema: route.response } },
    ...(route.repeatable === true ? { headers: replayedHeader } : {}),
  }
  const repeated =
    route.repeatable === true && route.status !== 200
      ? { 200: { description: 'The same request again: the first answer', ...answer } }
      : {}
  const security = SECURITY[route.caller]
  const scope = route.scope === undefined ? '' : ` Scope: \`${route.scope}\`.`
  return {
    operationId: route.operation,
    method: route.method,
    path: route.path,
    tags: [route.path.split('/')[2] ?? 'other'],
    summary: route.summary,
    description: `${route.description ?? `${route.summary}.`}${scope}`,
    security,
    request: requestOf(route) ?? {},
    responses: { ...repeated, [route.status]: { description: 'Done', ...answer }, ...problemResponses(route) },
  }
}

/** A list names this schema by reference, because it checks its purchases one by one. */
const LISTED_PURCHASE = { type: 'schema', schema: RecordPurchaseBody } as const

/** Makes the OpenAPI 3.1 document from the schemas that validate. */
export function makeOpenApi(routes: readonly RouteFacts[]): object {
  const registry = new OpenAPIRegistry()
  registry.registerComponent('securitySchemes', 'partnerKey', {
    type: 'http',
    scheme: 'bearer',
    description: "A partner's API key",
  })
  registry.registerComponent('securitySchemes', 'operatorKey', {
    type: 'http',
    scheme: 'bearer',
    description: "An operator's API key",
  })
  registry.registerComponent('securitySchemes', 'memberSession', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description: 'The session of a signed-in member: POST /v1/sessions. What changes something needs our own Origin',
  })
  for (const route of routes) registry.registerPath(configOf(route))
  return new OpenApiGeneratorV31([LISTED_PURCHASE, ...registry.definitions]).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Entente',
      version: '1',
      description:
        'Coalition loyalty points. Points and money are whole numbers as decimal strings; times are RFC 3339. Every refusal is a problem (RFC 9457) with a stable `code`: /docs/errors.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
  })
}
