import { decimalOfMinor } from '../../../../server/domain/currencies.ts'
import { readMoney, readWhole } from '../../ui/read-typed.ts'
import type { NewTerms, Terms, TermsKind } from './terms.ts'

/** What stands in the form. */
export interface TypedTerms {
  readonly points: string
  readonly money: string
  readonly pointsMax: string
  /** At once, which for a first version is from the start; or at a moment. */
  readonly start: 'now' | 'later'
  /** The moment, as the browser's own field writes it: in the time of this device, without its zone. */
  readonly moment: string
}

/** The fields that cannot be meant; and the terms, once all fields can. */
export interface ReadTerms {
  readonly faults: Readonly<Record<'points' | 'money' | 'pointsMax' | 'moment', boolean>>
  readonly terms: NewTerms | null
}

const POINTS_MAX_USUAL = '100000'

/** A form that begins with what counts now. */
export function typeTerms(current: Terms | null, currency: string): TypedTerms {
  const start = { start: 'now', moment: '' } as const
  if (current === null) return { points: '', money: '', pointsMax: POINTS_MAX_USUAL, ...start }
  return {
    points: String(current.points),
    money: decimalOfMinor(current.minor, currency),
    pointsMax: String(current.pointsMax ?? POINTS_MAX_USUAL),
    ...start,
  }
}

/** Reads the form. A rule may give no points; a later version begins after `momentMin`, which a first one does not have. */
export function readTerms(
  typed: TypedTerms,
  { kind, currency, momentMin }: { kind: TermsKind; currency: string; momentMin: Date | null },
): ReadTerms {
  const points = readWhole(typed.points, kind === 'earning' ? 0 : 1)
  const minor = readMoney(typed.money, currency)
  const pointsMax = kind === 'earning' ? readWhole(typed.pointsMax) : null
  const moment = typed.start === 'later' ? readMoment(typed.moment, momentMin) : null
  const faults = {
    points: points === null,
    money: minor === null,
    pointsMax: kind === 'earning' && pointsMax === null,
    moment: typed.start === 'later' && moment === null,
  }
  if (points === null || minor === null || faults.pointsMax || faults.moment) return { faults, terms: null }
  const figures = {
    points: BigInt(points),
    minor: BigInt(minor),
    pointsMax: pointsMax === null ? null : BigInt(pointsMax),
  }
  return { faults, terms: { currency, ...figures, validFrom: moment } }
}

function readMoment(typed: string, momentMin: Date | null): Date | null {
  const moment = new Date(typed)
  if (typed === '' || Number.isNaN(moment.getTime())) return null
  return momentMin !== null && moment <= momentMin ? null : moment
}
