/** Texts of the member's pages. */
export const en = {
  home: { title: 'Your points' },
}
