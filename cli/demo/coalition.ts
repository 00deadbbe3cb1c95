/** A brand of the demo coalition, and whose invoices of the replay's file are taken for its own. */
export interface DemoBrand {
  name: string
  /** Who gets into its console; no mail server delivers to this domain. */
  owner: { name: string; email: string }
  /** Of its shops: the days on their receipts are days there. */
  timeZone: string
  /** Where its shops are: phone numbers without a country code are of this country. */
  country: string
  /** `*` is every country that no other brand has. */
  countries: readonly string[]
}

/** Five brands that might share a point; each takes the replay's invoices of one country, the last all others. */
export const DEMO_BRANDS: readonly DemoBrand[] = [
  {
    name: 'Albion Homeware',
    owner: { name: 'Grace Holloway', email: 'owner@albion.example' },
    country: 'GB',
    timeZone: 'Europe/London',
    countries: ['United Kingdom'],
  },
  {
    name: 'Shannon Books',
    owner: { name: 'Niamh Kelleher', email: 'owner@shannon.example' },
    country: 'IE',
    timeZone: 'Europe/Dublin',
    countries: ['EIRE'],
  },
  {
    name: 'Kornblume Garten',
    owner: { name: 'Jonas Brandt', email: 'owner@kornblume.example' },
    country: 'DE',
    timeZone: 'Europe/Berlin',
    countries: ['Germany'],
  },
  {
    name: 'Maison Verte',
    owner: { name: 'Claire Fontaine', email: 'owner@maison-verte.example' },
    country: 'FR',
    timeZone: 'Europe/Paris',
    countries: ['France'],
  },
  {
    name: 'Meridian Travel',
    owner: { name: 'Oliver Marsh', email: 'owner@meridian.example' },
    country: 'GB',
    timeZone: 'Europe/London',
    countries: ['*'],
  },
]

/** All of them trade in pounds and give a point for each: 1 per 100 pence, rounded down, since ever: a replay may be old. */
export const DEMO_TERMS = {
  currency: 'GBP',
  points: '1',
  perMinor: '100',
  /** A point is worth a penny at each of them. */
  redeemRate: { points: '1', minor: '1' },
  pointsMax: '1000000',
  /** The replay's whole year issues 8.8 million points within a minute. */
  allowance: '50000000',
  dailyLimit: '20000000',
} as const
