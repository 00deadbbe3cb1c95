import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

import { problemHeaders } from './openapi-headers.ts'
import { makeProblem, PROBLEMS, type ProblemCode } from './problems.ts'
import type { RouteFacts } from './route.ts'
import { codesOf } from './route-codes.ts'

const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[]

/** Codes that any path and method may be answered with, be there a route or not. */
const ANYWHERE = ['unknown_route', 'method_not_allowed'] as const satisfies readonly ProblemCode[]

/** A set of more codes than this is named after the first operation that has it. */
const NAMED_CODES_MAX = 3

export const ProblemResponse = z
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

/** The codes of one status that an operation may answer. */
interface CodeSet {
  readonly status: number
  readonly codes: readonly ProblemCode[]
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const nameOfCode = (code: string) => code.split('_').map(capitalised).join('')
const keyOf = ({ codes }: CodeSet) => codes.join(' ')

function codeSetsOf(route: RouteFacts): CodeSet[] {
  return [...Map.groupBy(codesOf(route), (code) => PROBLEMS[code].status)].map(([status, codes]) => ({ status, codes }))
}

function describe({ status, codes }: CodeSet) {
  const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]))
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    headers: problemHeaders(status),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, examples } },
  }
}

/**
 * Registers what problems have in common: an example of each code, and one response for each set of codes that several
 * operations answer with. Returns the problem responses of a route, by status.
 */
export function registerProblems(registry: OpenAPIRegistry, routes: readonly RouteFacts[]) {
  for (const code of PROBLEM_CODES) registry.registerComponent('examples', code, { value: makeProblem(code) })
  const answering = Map.groupBy(
    routes.flatMap((route) => codeSetsOf(route).map((set) => ({ operation: route.operation, set }))),
    ({ set }) => keyOf(set),
  )
  const shared = new Map<string, string>()
  const share = (name: string, set: CodeSet) => {
    registry.registerComponent('responses', name, describe(set))
    shared.set(keyOf(set), name)
  }
  for (const code of ANYWHERE) share(nameOfCode(code), { status: PROBLEMS[code].status, codes: [code] })
  for (const [first, ...others] of answering.values()) {
    if (first === undefined || others.length === 0) continue
    const { codes, status } = first.set
    const isNamed = codes.length <= NAMED_CODES_MAX
    share(isNamed ? codes.map(nameOfCode).join('Or') : `${capitalised(first.operation)}${status}`, first.set)
  }
  return (route: RouteFacts) =>
    Object.fromEntries(
      codeSetsOf(route).map((set) => {
        const name = shared.get(keyOf(set))
        return [String(set.status), name === undefined ? describe(set) : { $ref: `#/components/responses/${name}` }]
      }),
    )
}
