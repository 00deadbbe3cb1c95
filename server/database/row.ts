/** A generated row type with some of its columns told more exactly than the schema language can. */
export type Narrow<Model, Columns extends Partial<Model>> = Readonly<Omit<Model, keyof Columns> & Columns>
