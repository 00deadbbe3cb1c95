/** Texts of every page. Customers read them: no word of ledgers and keys. */
export const en = {
  skip: 'Skip to the content',
}
