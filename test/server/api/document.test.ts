import { expect } from 'chai'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { EXAMPLES, exampleOf } from '../../../server/api/examples.ts'
import { makeOpenApi } from '../../../server/api/openapi.ts'
import { type Document, resolveOperation } from '../../../server/api/pages/docs/document.ts'
import { renderErrorsMarkdown } from '../../../server/api/pages/docs/errors-page.ts'
import { PROBLEMS } from '../../../server/api/problems.ts'
import { codesOf } from '../../../server/api/route-codes.ts'
import { ROUTES } from '../../../server/api/routes.ts'
import { isCardNumber } from '../../../server/domain/identifiers.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { undocumentedHeaders } from './support/documented-headers.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

const PAGES = ['/', '/?lang=fr', '/landing.css', '/docs.css', '/openapi.json']

describe('the OpenAPI document', function () {
  const document = makeOpenApi(ROUTES) as Document & { openapi: string }
  const operations = Object.values(document.paths)
    .flatMap((path) => Object.values(path))
    .map((operation) => resolveOperation(document, operation))

  it('is of version 3.1 and has every route once, with its own name', function () {
    expect(document.openapi).to.equal('3.1.0')
    expect(operations.map(({ operationId }) => operationId)).to.have.members(ROUTES.map(({ operation }) => operation))
    expect(new Set(ROUTES.map(({ operation }) => operation)).size).to.equal(ROUTES.length)
  })

  it('holds what it refers to, and refers to all of it but to the answers of what is not in it', function () {
    const text = JSON.stringify(document)
    const named = new Set([...text.matchAll(/"\$ref":"#\/components\/([\w/-]+)"/g)].map(([, name]) => name))
    const { securitySchemes: _, ...components } = document.components as Document['components'] & Record<string, object>
    const held = Object.entries(components).flatMap(([kind, ones]) =>
      Object.keys(ones).map((name) => `${kind}/${name}`),
    )
    expect(held).to.include.members([...named])
    const unused = held.filter((name) => !named.has(name))
    expect(unused).to.have.members(['responses/UnknownRoute', 'responses/MethodNotAllowed'])
  })

  it('names for every route every code that it may answer, with an example of each', function () {
    for (const route of ROUTES) {
      const operation = operations.find(({ operationId }) => operationId === route.operation)
      for (const code of codesOf(route)) {
        const answer = operation?.responses[String(PROBLEMS[code].status)]
        expect(answer?.content?.['application/problem+json'], `${route.operation} ${code}`).to.have.nested.property(
          `examples.${code}.$ref`,
          `#/components/examples/${code}`,
        )
        expect(document.components.examples[code]?.value).to.have.property('code', code)
      }
    }
  })

  it('has every code of the catalogue in some route, but for those that no route answers', function () {
    const answered = new Set(ROUTES.flatMap(codesOf))
    const elsewhere = Object.keys(PROBLEMS).filter((code) => !answered.has(code as keyof typeof PROBLEMS))
    expect(elsewhere).to.have.members(['unknown_route', 'method_not_allowed'])
  })

  it('repeats no problem response that several operations share', function () {
    const own = Object.values(document.paths)
      .flatMap((path) => Object.values(path).flatMap(({ responses }) => Object.values(responses)))
      .filter((answer) => !('$ref' in answer) && answer.content?.['application/problem+json'] !== undefined)
      .map((answer) => JSON.stringify(answer))
    expect(new Set(own).size).to.equal(own.length)
  })

  it('says for every union by which field to tell its kinds apart, and which is which', function () {
    const unions = [...JSON.stringify(document).matchAll(/"oneOf":\[[^\]]+\](,"discriminator":\{"propertyName")?/g)]
    expect(unions).to.have.length.above(5)
    for (const [union, discriminator] of unions) expect(discriminator, union).to.be.a('string')
  })

  it('names no schema that may be null: whoever refers to one says so', function () {
    for (const [name, { type }] of Object.entries(document.components.schemas))
      expect([type].flat(), `${name}: orNull() says what may be null`).to.not.include('null')
    expect(JSON.stringify(document)).to.not.match(/"allOf":\[[^\]]+"null"/)
  })

  it('has an example for every body, and each passes the schema that validates', function () {
    for (const { operation, body, bodyTypes } of ROUTES) {
      const example = exampleOf(operation)
      expect('body' in example, operation).to.equal(body !== undefined)
      if (bodyTypes === undefined) expect(body?.safeParse(example.body).error, operation).to.equal(undefined)
    }
    expect(isCardNumber((EXAMPLES['findMember']?.body as { value: string }).value)).to.equal(true)
  })

  it('has an example of what every operation answers when all is well, as the schema wants it', function () {
    for (const { operation, response, status } of ROUTES) {
      const { answer } = exampleOf(operation)
      // Parsed, it has no field that the schema does not name.
      if (status === 204) expect(answer, operation).to.equal(undefined)
      else expect(response.parse(answer), operation).to.deep.equal(answer)
    }
  })

  it('has no example of an operation that is not there, and says which operation lacks one', function () {
    expect(Object.keys(EXAMPLES)).to.have.members(ROUTES.map(({ operation }) => operation))
    const [route] = ROUTES
    expect(() => makeOpenApi([{ ...route!, operation: 'paintMember' }])).to.throw(
      'operation paintMember has no example',
    )
  })

  it('is held against the headers of every answer that the tests of the API get', function () {
    const headers = (name: string) => new Headers({ 'X-Request-Id': '1', 'Content-Security-Policy': '', [name]: '1' })
    const found = (status: number, name: string, path = '/v1/status') =>
      undocumentedHeaders('GET', path, { status, headers: headers(name) })
    expect(found(200, 'RateLimit')).to.deep.equal([])
    expect(found(200, 'X-Unheard-Of')).to.deep.equal(['x-unheard-of'])
    expect(found(200, 'Retry-After')).to.deep.equal(['retry-after'])
    expect(found(503, 'Retry-After')).to.deep.equal([])
    expect(found(405, 'Allow', '/v1/purchases/batch')).to.deep.equal([])
    expect(found(404, 'Allow', '/v1/nowhere')).to.deep.equal(['allow'])
  })

  it('refuses unknown fields in every object of a body', function () {
    const bodies = operations.flatMap(({ requestBody }) => requestBody?.content['application/json']?.schema ?? [])
    const seen = new Set<string>()
    const check = (schema: Record<string, unknown>): void => {
      const ref = schema['$ref']
      if (typeof ref === 'string') {
        const name = ref.split('/').at(-1) ?? ''
        if (seen.has(name)) return
        seen.add(name)
        return check(document.components.schemas[name] as Record<string, unknown>)
      }
      if (schema['properties'] !== undefined)
        expect(schema, JSON.stringify(schema)).to.have.property('additionalProperties', false)
      for (const value of Object.values(schema))
        for (const part of Array.isArray(value) ? value : [value])
          if (typeof part === 'object' && part !== null) check(part as Record<string, unknown>)
    }
    for (const body of bodies) check(body as Record<string, unknown>)
    expect(seen).to.include('RecordPurchase').and.to.include('MemberReference')
  })
})

describe('docs/errors.md', function () {
  it('is what the catalogue says: node scripts/write-errors-page.ts writes it', function () {
    const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
    expect(page).to.equal(renderErrorsMarkdown())
  })
})

describe('the pages', function () {
  let api: RunningApi
  let webFolder: string

  before(async function () {
    webFolder = mkdtempSync(join(tmpdir(), 'entente-web-'))
    for (const page of ['wallet.html', 'till.html', 'operator.html', 'partner.html', 'audit.html'])
      writeFileSync(join(webFolder, page), '<!doctype html>')
    api = await startApi(await sharedTestDatabase(), { webFolder })
  })

  after(async function () {
    await api.close()
    rmSync(webFolder, { recursive: true })
  })

  const read = async (path: string) => (await fetch(`${api.url}${path}`)).text()

  for (const path of PAGES)
    it(`${path} loads nothing from another host, and runs nothing`, async function () {
      // These two links only say what else there is: nothing is loaded from them.
      const text = (await read(path)).replaceAll(/<link rel="(?:canonical|alternate)"[^>]*>/g, '')
      expect(text).to.not.match(/<script|style=|\son\w+=|(?:src|href)="(?:https?:)?\/\//)
      expect(text.length).to.be.greaterThan(100)
    })

  it('link to pages that answer', async function () {
    const both = (await read('/')) + (await read('/docs'))
    const links = [...both.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, path]) => path ?? '')
    expect(links).to.include('/readyz').and.not.include('/metrics')
    for (const path of new Set(links)) {
      // By name: a page is led from a bare address to the public one, where nothing listens here.
      const { status } = await fetch(`http://localhost:${api.port}${path}`)
      expect(status, path).to.equal(path === '/readyz' ? 503 : 200)
    }
  })
})
