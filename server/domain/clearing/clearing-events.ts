/** What the Clearing contract tells. */
export type ClearingEventKind =
  | 'position_closed'
  | 'month_closed'
  | 'marked_by_partner'
  | 'marked_by_operator'
  | 'settled'
  | 'disputed'
  | 'dispute_withdrawn'
  | 'dispute_resolved'
  | 'partners_extended'
