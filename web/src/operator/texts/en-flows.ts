/** Texts of the flows between brands. */
export const flows = {
  title: 'Who earns where and redeems where',
  about: 'In a month (UTC) that is over. A row is where members earn, a column where they redeemed.',
  home: 'Members of',
  unknown: 'Not known here',
}
