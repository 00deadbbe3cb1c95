import { html, prose, type Html } from '../html.ts'
import type { Parameter, Schema } from './document.ts'

/** Values that a line names one by one; of more it says how many there are. */
const VALUES_SHOWN_MAX = 14
/** Objects without a name are shown inside of one another, so deep and no deeper. */
const DEPTH_MAX = 4
/** A longer pattern tells a reader nothing. */
const PATTERN_SHOWN_MAX = 32

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

/** The anchor of a named schema. */
export const schemaAnchor = (name: string): string => `schema-${name}`

/** What patterns of ours mean, in words. */
const PATTERN_WORDS: readonly (readonly [start: string, words: string])[] = [
  ['^(0|[1-9][0-9]*)$', 'whole number as text'],
  ['^-?(0|[1-9][0-9]*)$', 'whole number as text, may be negative'],
  ['^[1-9][0-9]{0,3}$', 'number as text'],
  ['^[1-9][0-9]{0,9}$', 'number as text'],
  ['^[A-Z]{3}$', 'three capital letters'],
  ['^0x', 'hexadecimal text'],
  ['^[0-9a-f]{8}(', 'UUID'],
]

const choicesOf = ({ oneOf, anyOf, allOf }: Schema) => oneOf ?? anyOf ?? allOf

const isNull = ({ type }: Schema) => type === 'null'

function typeNames({ type }: Schema): string[] {
  return [type ?? []].flat()
}

const orAny = (types: readonly Html[]) => html`${types.map((one, at) => html`${at === 0 ? '' : ' or '}${one}`)}`

/** What a value is, in a few words, with links to the named schemas. */
export function renderType(schema: Schema): Html {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref)
    return html`<a href="#${schemaAnchor(name)}">${name}</a>`
  }
  const choices = choicesOf(schema)
  if (choices !== undefined) return orAny(choices.map(renderType))
  const names = typeNames(schema)
  if (names.includes('array') && schema.items !== undefined) return html`list of ${renderType(schema.items)}`
  if (schema.format === 'date-time') return html`time${names.includes('null') ? ' or null' : ''}`
  if (schema.format === 'binary') return html`bytes`
  return html`${names.length === 0 ? 'anything' : names.join(' or ')}`
}

const range = (least: number | undefined, most: number | undefined, unit: string): string | null => {
  if (least === undefined && most === undefined) return null
  if (least === most) return `exactly ${String(most)} ${unit}`
  if (most === undefined) return `at least ${String(least)} ${unit}`
  return least === undefined || least === 0
    ? `at most ${String(most)} ${unit}`
    : `${String(least)} to ${String(most)} ${unit}`
}

function valuesOf({ enum: values = [] }: Schema): Html | null {
  if (values.length === 0) return null
  if (values.length > VALUES_SHOWN_MAX) return html`one of ${values.length} values`
  const codes = values.map((value, at) => html`${at === 0 ? '' : ', '}<code>${String(value)}</code>`)
  return values.length === 1 ? html`always ${codes}` : html`one of ${codes}`
}

function patternOf({ pattern, format }: Schema): Html | null {
  if (pattern === undefined || format === 'uuid') return format === 'uuid' ? html`UUID` : null
  const known = PATTERN_WORDS.find(([start]) => pattern.startsWith(start))
  if (known !== undefined) return html`${known[1]}`
  return pattern.length > PATTERN_SHOWN_MAX ? null : html`<code>${pattern}</code>`
}

/** Numbers without an end are those that any 32-bit or 53-bit number has. */
const SAFE_MAXIMA = new Set([2_147_483_647, Number.MAX_SAFE_INTEGER])

/** What a value must be within, each in a few words. */
function limitsOf(schema: Schema): Html[] {
  const items = schema.items ?? {}
  const most = schema.maximum !== undefined && SAFE_MAXIMA.has(schema.maximum) ? undefined : schema.maximum
  const least = schema.minimum === -Number.MAX_SAFE_INTEGER ? undefined : schema.minimum
  const texts = [
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'items'),
    least === undefined && most === undefined ? null : (range(least, most, '')?.trim() ?? null),
    typeof schema.default === 'string' || typeof schema.default === 'number' ? `default ${schema.default}` : null,
  ].filter((text) => text !== null)
  const values = [valuesOf(schema), valuesOf(items), patternOf(schema), patternOf(items)]
  return [...values.filter((value) => value !== null), ...texts.map((text) => html`${text}`)]
}

/** The object within a field whose own fields are shown below it. */
function nestedOf(schema: Schema): Schema | null {
  if (schema.$ref !== undefined) return null
  if (schema.properties !== undefined) return schema
  if (schema.items !== undefined) return nestedOf(schema.items)
  const choices = (choicesOf(schema) ?? []).filter((choice) => !isNull(choice))
  const [only] = choices
  return choices.length === 1 && only !== undefined ? nestedOf(only) : null
}

interface Field {
  readonly name: string
  readonly schema: Schema
  readonly isRequired: boolean
  readonly description?: string | undefined
  /** Where a parameter goes. */
  readonly place?: string
}

/** A sentence without the full stop that not all descriptions have. */
const sentence = (text: string) => prose(text.replace(/\.$/, ''))

function renderField({ name, schema, isRequired, description, place }: Field, isAnswer: boolean, depth: number): Html {
  const nested = depth < DEPTH_MAX ? nestedOf(schema) : null
  const limits = limitsOf(schema).map((limit) => html`<span>${limit}</span>`)
  // An answer has all its fields but those that say otherwise; a request says what it needs.
  const need = isAnswer === isRequired ? null : isRequired ? html`<em>required</em>` : html`<span>optional</span>`
  const said = description ?? schema.description
  return html`<li>
    <p>
      <code>${name}</code>
      <span>${renderType(schema)}</span>${place === undefined ? '' : html` <span>in the ${place}</span>`} ${need}
      ${limits}
    </p>
    ${said === undefined ? '' : html`<p>${sentence(said)}</p>`}
    ${nested === null ? '' : renderFields(nested, isAnswer, depth + 1)}
  </li>`
}

/** The fields of an object, a line each, with those of nested objects below. */
export function renderFields(schema: Schema, isAnswer: boolean, depth = 0): Html {
  const { properties = {}, required = [] } = schema
  const fields = Object.entries(properties).map(([name, field]) =>
    renderField({ name, schema: field, isRequired: required.includes(name) }, isAnswer, depth),
  )
  return html`<ul class="fields">
    ${fields}
  </ul>`
}

const PLACES: Readonly<Record<string, string>> = { path: 'path', query: 'query', header: 'header' }

/** The parameters of an operation, a line each. */
export function renderParameters(parameters: readonly Parameter[]): Html {
  const fields = parameters.map(({ name, in: place, required = false, description, schema }) =>
    renderField({ name, schema, isRequired: required, description, place: PLACES[place] ?? place }, false, DEPTH_MAX),
  )
  return html`<ul class="fields">
    ${fields}
  </ul>`
}

/** Named schemas that a schema refers to, itself and those of its parts. */
export function refsOf(schema: Schema): string[] {
  const { additionalProperties: more } = schema
  const parts = [
    ...Object.values(schema.properties ?? {}),
    ...(choicesOf(schema) ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(typeof more === 'object' ? [more] : []),
  ]
  return [...(schema.$ref === undefined ? [] : [nameOf(schema.$ref)]), ...parts.flatMap(refsOf)]
}

/** A named schema with its fields, or what it may be. */
export function renderSchema(name: string, schema: Schema): Html {
  const limits = limitsOf(schema).map((limit) => html`<span>${limit}</span>`)
  return html`<section id="${schemaAnchor(name)}" class="object">
    <h3>${name}</h3>
    ${schema.description === undefined ? '' : html`<p>${prose(schema.description)}</p>`}
    ${
      schema.properties === undefined
        ? html`<p class="facts"><span>${renderType(schema)}</span> ${limits}</p>`
        : renderFields(schema, true)
    }
  </section>`
}
