import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

import { PERSON_COOKIE } from '../auth/person-sessions.ts'
import { SESSION_COOKIE } from '../auth/sessions.ts'
import { FULL_OPERATOR_SCOPE } from '../domain/scopes.ts'
import { exampleOf } from './examples.ts'
import { answerHeaders, BROWSER_HEADERS, type HeaderName, HEADERS } from './openapi-headers.ts'
import { ProblemResponse, registerProblems } from './openapi-problems.ts'
import { BODY_BYTES_MAX, type RouteFacts } from './route.ts'
import { ProposalResponse } from './schemas/proposals/proposals.ts'
import { RecordPurchaseBody } from './schemas/purchases/purchases.ts'

/** Headers that requests carry, by the name of their component. */
const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      '1 to 255 printable characters. Same key and body again: the first answer; same key, other body: refused',
    schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
    example: 'T1-2026-000123',
  },
  EntenteApproval: {
    name: 'Entente-Approval',
    in: 'header',
    required: true,
    description: 'The secret of the approval link: what follows the # in `approvalUrl`',
    schema: { type: 'string' },
    example: 'q7Wd2xN4c9Lk5mPz8RtVbA',
  },
} as const

function parametersOf(route: RouteFacts): { $ref: string }[] {
  const names: (keyof typeof PARAMETERS)[] = []
  if (route.repeatable === true) names.push('IdempotencyKey')
  if (route.byApproval === true) names.push('EntenteApproval')
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }))
}

function requestOf(route: RouteFacts): RouteConfig['request'] {
  const bytesMax = route.bodyBytesMax ?? BODY_BYTES_MAX
  const example = exampleOf(route.operation).body
  const schema = route.body
  return {
    ...(route.params === undefined ? {} : { params: route.params }),
    ...(route.query === undefined ? {} : { query: route.query }),
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

/** An answer that is no JSON. */
const FILE = { type: 'string', format: 'binary' } as const

function answerOf(route: RouteFacts) {
  const more: HeaderName[] = []
  if (route.repeatable === true) more.push('Idempotent-Replayed')
  if (route.signsIn === true || route.signsOut === true) more.push('Set-Cookie')
  if (route.alsoAnswers !== undefined) more.push('Content-Disposition')
  const headers = answerHeaders(more)
  if (route.status === 204) return { headers }
  const example = exampleOf(route.operation).answer
  const files = (route.alsoAnswers ?? []).map((type) => [type, { schema: FILE }] as const)
  return { headers, content: { 'application/json': { schema: route.response, example }, ...Object.fromEntries(files) } }
}

/** A call that needs a second person is answered with its proposal, which a repetition is answered with as well. */
function proposedOf(route: RouteFacts, answer: ReturnType<typeof answerOf>, isReplay = false) {
  if (route.fourEyes === undefined) return answer
  const { example } = answer.content?.['application/json'] ?? {}
  const isAlone = isReplay || route.status === PROPOSED
  const schema = isAlone ? z.union([route.response, ProposalResponse]) : ProposalResponse
  const shown = isAlone ? example : exampleOf('readProposal').answer
  return { ...answer, content: { 'application/json': { schema, example: shown } } }
}

/** Not done: a second person is asked. */
const PROPOSED = 202

const SECURITY: Readonly<Record<RouteFacts['caller'], Record<string, string[]>[]>> = {
  partner: [{ partnerKey: [] }, { personSession: [] }],
  person: [{ personSession: [] }],
  operator: [{ operatorKey: [] }],
  member: [{ memberSession: [] }],
  visitor: [{ memberSession: [] }, {}],
  anyone: [],
}

function configOf(route: RouteFacts, problems: RouteConfig['responses']): RouteConfig {
  const answer = answerOf(route)
  const repeated =
    route.repeatable === true && route.status !== 200
      ? { 200: { description: 'The same request again: the first answer', ...proposedOf(route, answer, true) } }
      : {}
  const proposed =
    route.fourEyes === undefined
      ? {}
      : { [PROPOSED]: { description: 'Not done yet, where it needs a second person', ...proposedOf(route, answer) } }
  const scopes =
    route.caller === 'operator' ? (route.operatorScopes ?? [FULL_OPERATOR_SCOPE]) : [route.scope ?? []].flat()
  const either = route.orScope === undefined ? '' : ` or \`${route.orScope}\``
  const scope = scopes.length === 0 ? '' : ` Scope: ${scopes.map((one) => `\`${one}\``).join(', ')}${either}.`
  const parameters = parametersOf(route)
  return {
    operationId: route.operation,
    method: route.method,
    path: route.path,
    tags: [tagOf(route)],
    summary: route.summary,
    description: `${route.description ?? `${route.summary}.`}${scope}`,
    security: SECURITY[route.caller],
    ...(parameters.length === 0 ? {} : { parameters }),
    request: requestOf(route) ?? {},
    responses: { ...repeated, [route.status]: { description: 'Done', ...answer }, ...proposed, ...problems },
  }
}

const tagOf = ({ path }: RouteFacts) => path.split('/')[2] ?? 'other'

function registerSecurity(registry: OpenAPIRegistry): void {
  const bearer = { type: 'http', scheme: 'bearer' } as const
  registry.registerComponent('securitySchemes', 'partnerKey', { ...bearer, description: "A partner's API key" })
  registry.registerComponent('securitySchemes', 'operatorKey', { ...bearer, description: "An operator's API key" })
  registry.registerComponent('securitySchemes', 'personSession', {
    type: 'apiKey',
    in: 'cookie',
    name: PERSON_COOKIE,
    description:
      'The session of a person of a partner: POST /v1/partner/sessions. Over plain http, `entente_person`. What changes something needs our own Origin',
  })
  registry.registerComponent('securitySchemes', 'memberSession', {
    type: 'apiKey',
    in: 'cookie',
    name: SESSION_COOKIE,
    description:
      'The session of a signed-in member: POST /v1/sessions. Over plain http, `entente_session`. What changes something needs our own Origin',
  })
}

/** Schemas that are referred to by name: each purchase of a list is checked on its own, problems are in shared responses. */
const NAMED_SCHEMAS = [RecordPurchaseBody, ProblemResponse].map((schema) => ({ type: 'schema', schema }) as const)

const DESCRIPTION = [
  'Coalition loyalty points. Points and money are whole numbers as decimal strings; times are RFC 3339.',
  'Every refusal is a problem (RFC 9457) with a stable `code`: /docs/errors.',
  `Every answer also carries headers that protect browsers: ${BROWSER_HEADERS.join(', ')}.`,
].join(' ')

/** Makes the OpenAPI 3.1 document from the schemas that validate. */
export function makeOpenApi(routes: readonly RouteFacts[]): object {
  const registry = new OpenAPIRegistry()
  registerSecurity(registry)
  for (const [name, header] of Object.entries(HEADERS)) registry.registerComponent('headers', name, header)
  for (const [name, parameter] of Object.entries(PARAMETERS)) registry.registerComponent('parameters', name, parameter)
  const problemsOf = registerProblems(registry, routes)
  for (const route of routes) registry.registerPath(configOf(route, problemsOf(route)))
  return new OpenApiGeneratorV31([...NAMED_SCHEMAS, ...registry.definitions]).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Entente',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(tagOf))].map((name) => ({ name })),
  })
}
