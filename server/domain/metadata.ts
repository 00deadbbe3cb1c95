/** A partner's own notes on an object of its own. They hold no personal data, and never reach the chain. */
export type Metadata = Readonly<Record<string, string>>
