/** What is kept and signed: integers of any size are decimal strings. */
export type Jsonified<T> = T extends bigint
  ? string
  : T extends readonly unknown[]
    ? { readonly [At in keyof T]: Jsonified<T[At]> }
    : T extends object
      ? { readonly [Name in keyof T]: Jsonified<T[Name]> }
      : T

/** Not by way of a text: a statement can have a hundred thousand lines. */
export function jsonOf(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, jsonOf(of)]))
}
