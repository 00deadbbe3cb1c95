import { z } from 'zod'

import { MalformedRequest, type Fault } from './problems.ts'

/** At most so many faults are listed: a list of 1,000 purchases may have thousands. */
const FAULTS_MAX = 20

interface Schemas {
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
}

type Parts = Readonly<Record<keyof Schemas, unknown>>

const escapePointer = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')

/** Lists the faults of one part of a request. */
export function faultsOf(place: string, error: z.ZodError): Fault[] {
  return error.issues.slice(0, FAULTS_MAX).map((issue) => ({
    pointer: [place, ...issue.path.map(escapePointer)].join('/'),
    detail: issue.message.slice(0, 200),
  }))
}

/** What a route takes that says nothing of it. */
const Nothing = z.strictObject({})

/** Checks what came in against the route's schemas, all of it, so that one answer names every fault. */
export function parseInput(schemas: Schemas, parts: Parts): Parts {
  const faults: Fault[] = []
  const parse = (name: keyof Schemas) => {
    const schema = schemas[name] ?? (name === 'query' ? Nothing : undefined)
    const result = schema?.safeParse(parts[name])
    if (result === undefined) return undefined
    if (result.success) return result.data
    faults.push(...faultsOf(name, result.error))
    return undefined
  }
  const parsed = { params: parse('params'), query: parse('query'), body: parse('body') }
  if (faults.length > 0) throw new MalformedRequest(faults.slice(0, FAULTS_MAX))
  return parsed
}
