/** Texts of the till. */
export const en = {
  title: 'Till',
}
