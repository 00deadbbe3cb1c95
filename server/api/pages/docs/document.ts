/** The parts of an OpenAPI document that the docs show. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly example?: unknown
  readonly default?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly additionalProperties?: boolean | Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly example?: unknown
  readonly schema: Schema
}

export interface Content {
  readonly schema: Schema
  readonly example?: unknown
}

/** Stands for something under `components`. */
interface Reference {
  readonly $ref: string
}

interface Answer {
  readonly description: string
  readonly headers?: Readonly<Record<string, unknown>>
  readonly content?: Readonly<Record<string, Content>>
}

interface Operation<Named> {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly tags: readonly string[]
  readonly security: readonly Readonly<Record<string, unknown>>[]
  readonly parameters?: readonly (Parameter | Named)[]
  readonly requestBody?: { readonly description?: string; readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, Answer | Named>>
}

/** An operation as it stands in the document: with references to what operations have in common. */
export type ReferringOperation = Operation<Reference>

/** An operation with all that it is made of. */
export type ResolvedOperation = Operation<never>

export interface Document {
  readonly info: { readonly title: string; readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, ReferringOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>
    readonly parameters: Readonly<Record<string, Parameter>>
    readonly responses: Readonly<Record<string, Answer>>
    readonly headers: Readonly<Record<string, unknown>>
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>
  }
}

function find<Component extends object>(
  named: Readonly<Record<string, Component>>,
  component: Component | Reference,
): Component {
  if (!('$ref' in component)) return component
  const found = named[component.$ref.slice(component.$ref.lastIndexOf('/') + 1)]
  if (found === undefined) throw new Error(`the document has no ${component.$ref}`)
  return found
}

/** Puts in place what an operation refers to, but for schemas, which the page links to. */
export function resolveOperation({ components }: Document, operation: ReferringOperation): ResolvedOperation {
  const { parameters, responses, ...rest } = operation
  return {
    ...rest,
    ...(parameters === undefined ? {} : { parameters: parameters.map((one) => find(components.parameters, one)) }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, answer]) => [status, find(components.responses, answer)]),
    ),
  }
}
