/** The shape of texts without what they say: another language must have exactly these. */
export type SameTexts<Texts> = { [Key in keyof Texts]: Texts[Key] extends string ? string : SameTexts<Texts[Key]> }
