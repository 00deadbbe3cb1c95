import fc from 'fast-check'

import type { SeededRandom } from '../../cli/demo/random.ts'
import type { Schema } from './document.ts'

/** What a value may be taken from beside its schema: things that exist, by the name of the field; undefined: nothing. */
export type TakeKnown = (field: string, schema: Schema) => unknown

export interface MakeValue {
  readonly random: SeededRandom
  readonly resolve: (schema: Schema) => Schema
  readonly takeKnown: TakeKnown
}

const INTEGER_MAX = 2 ** 31 - 1
const SEED_LIMIT = 2 ** 31
/** Bodies are made of few parts, so that many can be sent. */
const ITEMS_MAX = 4
const TEXT_MAX = 200

const arbitraries = new Map<string, fc.Arbitrary<unknown>>()

/** One value of an arbitrary, determined by our own source of chance. Making an arbitrary takes long, so each is made once. */
function draw<T>(random: SeededRandom, name: string, make: () => fc.Arbitrary<T>): T {
  const arbitrary = arbitraries.get(name) ?? make()
  arbitraries.set(name, arbitrary)
  const [value] = fc.sample(arbitrary, { seed: random.below(SEED_LIMIT), numRuns: 1 })
  return value as T
}

/** Makes a value that fits a schema, down to its formats and patterns. */
export function makeValue(make: MakeValue, given: Schema, field = ''): unknown {
  const { random, resolve } = make
  const schema = resolve(given)
  const known = make.takeKnown(field, schema)
  if (known !== undefined) return known
  const choices = schema.oneOf ?? schema.anyOf
  if (choices !== undefined) return makeValue(make, random.pick(choices), field)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return random.pick(schema.enum)
  const type = typeof schema.type === 'object' ? random.pick(schema.type) : schema.type
  if (type === 'object') return makeObject(make, schema)
  if (type === 'array') return makeArray(make, schema, field)
  if (type === 'integer') return makeInteger(random, schema)
  if (type === 'boolean') return random.chance(50)
  if (type === 'string') return makeText(random, schema)
  return null
}

function makeObject(make: MakeValue, { properties, required = [] }: Schema): Record<string, unknown> {
  const { random } = make
  if (properties === undefined) {
    return draw(random, 'texts by name', () => {
      const key = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text !== '__proto__')
      return fc.dictionary(key, fc.string({ maxLength: TEXT_MAX }), { maxKeys: ITEMS_MAX })
    })
  }
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || random.chance(40))
  return Object.fromEntries(chosen.map(([name, schema]) => [name, makeValue(make, schema, name)]))
}

function makeArray(make: MakeValue, { items = {}, minItems = 0, maxItems = ITEMS_MAX }: Schema, field: string) {
  const length = minItems + make.random.below(Math.max(1, Math.min(maxItems, ITEMS_MAX) - minItems + 1))
  const made = Array.from({ length }, () => makeValue(make, items, field))
  return [...new Map(made.map((value) => [JSON.stringify(value), value])).values()]
}

function makeInteger(random: SeededRandom, { minimum: min = 0, maximum: max = INTEGER_MAX }: Schema): number {
  return draw(random, `integer ${min} ${max}`, () => fc.integer({ min, max }))
}

const DIGITS = /^\^(?:-\?)?\(0\|\[1-9\]\[0-9\]\*\)\$$/

function makeText(random: SeededRandom, { format, pattern, minLength = 0, maxLength = TEXT_MAX }: Schema): string {
  if (format === 'date-time') return new Date(Date.now() + (random.below(4_000_000) - 2_000_000) * 1_000).toISOString()
  if (format === 'date') return new Date(Date.now() - random.below(100) * 86_400_000).toISOString().slice(0, 10)
  if (format === 'uuid') return draw(random, 'uuid', () => fc.uuid())
  if (pattern !== undefined && DIGITS.test(pattern)) return makeDigits(random, maxLength)
  if (pattern !== undefined)
    return draw(random, pattern, () => fc.stringMatching(new RegExp(pattern))).slice(0, maxLength)
  const unit = random.chance(70) ? 'grapheme-ascii' : 'grapheme'
  const most = Math.max(minLength, Math.min(maxLength, random.chance(10) ? TEXT_MAX : 24))
  const text = draw(random, `${unit} ${minLength} ${most}`, () => fc.string({ unit, minLength, maxLength: most }))
  return text.slice(0, maxLength)
}

/** Small numbers mostly, so that they mean something; and those at the edges. */
function makeDigits(random: SeededRandom, digitsMax: number): string {
  if (random.chance(85)) return String(random.below(2_000))
  const largest = 10n ** BigInt(Math.min(digitsMax, 18)) - 1n
  const edges = [0n, 1n, largest, 2n ** 31n, 2n ** 53n + 1n].filter((edge) => edge <= largest)
  return String(random.pick(edges))
}
