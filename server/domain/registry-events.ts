/** What the registry tells about a partner. */
export type RegistryEventKind =
  | 'registered'
  | 'status'
  | 'allowance_raised'
  | 'allowance_lowered'
  | 'daily_limit'
  | 'issuer_key'
  | 'redemption_key'
  | 'prices'
