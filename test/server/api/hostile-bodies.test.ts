import { expect } from 'chai'
import fc from 'fast-check'

import { EXAMPLES } from '../../../server/api/examples.ts'
import { PROBLEMS } from '../../../server/api/problems.ts'
import { ROUTES } from '../../../server/api/routes.ts'
import type { Route } from '../../../server/api/route.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aMember, anOperatorKey, aPartner, aSession, OWN_ORIGIN } from './support/coalition.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

const RUNS = 2_000
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2_147_483_647)

const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\udfff',
    '\u202e',
    '\u200b',
    "'; drop table purchase; --",
    '%00',
    '{{7*7}}',
    '__proto__',
    '-0',
    '1e5',
    '0x10',
    '９９',
    '٣',
    '9'.repeat(18),
    '9'.repeat(19),
  ),
)
const values = fc.oneof(
  { weight: 4, arbitrary: strings },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.MAX_SAFE_INTEGER + 2, -1, 0, 1e300, true, null, [], {}) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
)

/** A body that the route would take, with one to four of its fields, at any depth, replaced, added or left out. */
function mutated(example: unknown): fc.Arbitrary<unknown> {
  const paths: (string | number)[][] = [[]]
  const walk = (node: unknown, path: (string | number)[]): void => {
    if (typeof node !== 'object' || node === null) return
    for (const [name, child] of Object.entries(node)) {
      paths.push([...path, name])
      walk(child, [...path, name])
    }
  }
  walk(example, [])
  const change = fc.record({
    path: fc.constantFrom(...paths),
    value: values,
    act: fc.constantFrom('replace', 'remove', 'add'),
    name: strings,
  })
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    let body: unknown = structuredClone(example)
    for (const { path, value, act, name } of changes) {
      const parent = path
        .slice(0, -1)
        .reduce<unknown>(
          (node, key) =>
            typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined,
          body,
        )
      const last = path.at(-1)
      if (last === undefined) body = act === 'replace' ? value : body
      else if (typeof parent === 'object' && parent !== null) {
        const target = parent as Record<string, unknown>
        const key = act === 'add' ? name : last
        if (act === 'remove') Reflect.deleteProperty(target, last)
        // No JSON has it: it would cut the array, or be refused.
        else if (!(Array.isArray(parent) && key === 'length'))
          Object.defineProperty(target, key, {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          })
      }
    }
    return body
  })
}

const NO_LIMITS = {
  perKeyMax: 1_000_000,
  perKeyAuditedMax: 1_000_000,
  perAddressMax: 1_000_000,
  perMemberMax: 1_000_000,
  signInsPerAddressMax: 1_000_000,
}

describe('hostile bodies', function () {
  this.timeout(300_000)
  let api: RunningApi
  let keys: { partner: string; person: string; operator: string; member: string; anyone: string; visitor: string }

  before(async function () {
    api = await startApi(await sharedTestDatabase(), { rateLimits: NO_LIMITS })
    const { member } = await aMember(api.deps)
    keys = {
      partner: (await aPartner(api.deps)).key,
      operator: await anOperatorKey(api.deps),
      member: await aSession(api.deps, member.id),
      person: '',
      anyone: '',
      visitor: '',
    }
  })

  after(() => api.close())

  async function send(route: Route, raw: string | Uint8Array, header: string): Promise<void> {
    const response = await fetch(`${api.url}${route.path.replaceAll(/\{\w+\}/g, '1')}`, {
      method: route.method.toUpperCase(),
      headers: {
        Authorization: `Bearer ${keys[route.caller]}`,
        Cookie: `entente_session=${keys.member}`,
        Origin: OWN_ORIGIN,
        'Content-Type': 'application/json',
        ...(header === '' ? {} : { 'Idempotency-Key': header }),
      },
      body: raw as string,
    })
    const text = await response.text()
    const { status } = response
    expect(
      status,
      `${route.operation} ${String(raw)} ${text} ${status >= 500 ? api.logged().slice(-3_000) : ''}`,
    ).to.be.lessThan(500)
    expect(text).to.not.match(/node_modules|at async|prisma|postgres/i)
    if (status >= 400) {
      const problem = JSON.parse(text) as { code: keyof typeof PROBLEMS; status: number }
      expect(problem.status).to.equal(status)
      expect(PROBLEMS[problem.code].status).to.equal(status)
    }
  }

  const routes = ROUTES.filter(({ body }) => body !== undefined)
  const share = Math.ceil(RUNS / routes.length)

  for (const route of routes)
    it(`never make ${route.operation} fail (seed ${SEED})`, async function () {
      const bodies = fc.oneof(
        { weight: 5, arbitrary: mutated(EXAMPLES[route.operation]?.body) },
        { weight: 1, arbitrary: values },
      )
      const headers = fc.oneof(
        fc.constant(''),
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).map((text) => text.trim()),
      )
      await fc.assert(
        fc.asyncProperty(bodies, headers, (body, header) => send(route, JSON.stringify(body), header)),
        { seed: SEED, numRuns: share },
      )
    })

  it(`never make any of them fail, even when they are no JSON (seed ${SEED})`, async function () {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((json) => json.slice(1)),
      strings,
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), bytes, (route, raw) => send(route, raw, '')),
      { seed: SEED, numRuns: 200 },
    )
  })
})
