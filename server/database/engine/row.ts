import { assert } from '../../domain/assert.ts'

/** A generated row type with some of its columns told more exactly than the schema language can. */
export type Narrow<Model, Columns extends Partial<Model>> = Readonly<Omit<Model, keyof Columns> & Columns>

/** A row of which texts are null once its member is erased, and keyed hashes are nobody's business but the engine's. */
export type Erasable<Row, Texts extends keyof Row, Hashes extends keyof Row = never> = Omit<Row, Texts | Hashes> & {
  readonly [Text in Texts]: Row[Text] | null
}

/** The row of a query that always has one. */
export function theRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows
  assert(row !== undefined && rows.length === 1, 'the query gives one row')
  return row
}
