import { isDevice, isKnownPlace, type PinPlaceName, type WrongPinLimits } from '../domain/pins.ts'
import { DAY_MS } from '../domain/utc-days.ts'
import type { Reader, Transaction } from './engine/client.ts'
import type { PinPlaceModel } from './generated/models.ts'
import { saveRows } from './engine/save-rows.ts'

/** The tries at a member's PIN in one place. */
export type PinPlace = Readonly<PinPlaceModel>

declare module './engine/tables.ts' {
  interface Rows {
    pin_place: PinPlace
  }
}

const HOUR_MS = 3_600_000

/** What is kept of a place where nothing was tried yet. */
const untried = (memberId: string, place: PinPlaceName): PinPlace => ({
  memberId,
  place,
  failedTries: 0,
  lockedUntil: null,
  lastWrongAt: null,
  lastRightAt: null,
})

/** The tries at a member's PIN in these places, in their order. */
export async function readPinPlaces(
  reader: Reader,
  memberId: string,
  places: readonly PinPlaceName[],
): Promise<PinPlace[]> {
  const rows = await reader.pinPlace.findMany({ where: { memberId, place: { in: [...places] } } })
  return places.map((place) => rows.find((row) => row.place === place) ?? untried(memberId, place))
}

/** Saves the tries in one place. The caller has locked the member. */
export async function savePinPlace(tx: Transaction, row: PinPlace): Promise<void> {
  await saveRows(tx, 'pin_place', [row])
}

/** The browsers in which the right PIN of a member was given, the one used last first. */
export async function listKnownDevices(reader: Reader, memberId: string, now: Date): Promise<PinPlace[]> {
  const rows = await reader.pinPlace.findMany({
    where: { memberId, place: { startsWith: 'device:' }, lastRightAt: { not: null } },
    orderBy: [{ lastRightAt: 'desc' }, { place: 'asc' }],
  })
  return rows.filter((row) => isKnownPlace(row, now))
}

/** Whether a browser is known to any member. */
export async function isKnownDevice(reader: Reader, place: PinPlaceName, now: Date): Promise<boolean> {
  const rows = await reader.pinPlace.findMany({
    where: { place, lastRightAt: { not: null } },
    orderBy: { lastRightAt: 'desc' },
    take: 1,
  })
  return rows.some((row) => isKnownPlace(row, now))
}

/** Forgets browsers: their cookies are worth nothing any more. */
export async function forgetDevices(tx: Transaction, devices: readonly PinPlace[]): Promise<void> {
  await saveRows(
    tx,
    'pin_place',
    devices.map((row) => ({ ...row, lastRightAt: null })),
  )
}

/**
 * Begins anew with another PIN: tries at the one before count nowhere, and browsers that knew that are forgotten, all but the
 * one where it was changed. When tills were last wrong is kept, for the limit of their partner. The caller has locked the member.
 */
export async function startPinPlaces(tx: Transaction, memberId: string, changedIn: PinPlaceName | null): Promise<void> {
  const rows = await tx.pinPlace.findMany({ where: { memberId }, orderBy: { place: 'asc' } })
  await saveRows(
    tx,
    'pin_place',
    rows.map((row) => ({
      ...row,
      failedTries: 0,
      lockedUntil: null,
      lastRightAt: isDevice(row.place) && row.place !== changedIn ? null : row.lastRightAt,
    })),
  )
}

/**
 * Until when a partner's tills have given wrong PINs for too many cards; null while they have not. A card counts while the last
 * PIN that they gave for it was wrong: whoever mistypes is right in the end, and whoever guesses is not. The pause ends when the
 * oldest of so many cards leaves the hour or the day.
 */
export async function findWrongPinPause(
  reader: Reader,
  place: PinPlaceName,
  { limits, now }: { limits: WrongPinLimits; now: Date },
): Promise<Date | null> {
  const [found] = await reader.$queryRaw<{ hour: Date | null; day: Date | null }[]>`
    with wrong as (
      select last_wrong_at from pin_place
      where place = ${place} and last_wrong_at > ${new Date(now.getTime() - DAY_MS)}
        and (last_right_at is null or last_right_at < last_wrong_at)
      order by last_wrong_at desc limit ${Math.max(limits.cardsPerHourMax, limits.cardsPerDayMax)})
    select
      (select last_wrong_at from wrong order by 1 desc limit 1 offset ${limits.cardsPerHourMax - 1}) as hour,
      (select last_wrong_at from wrong order by 1 desc limit 1 offset ${limits.cardsPerDayMax - 1}) as day`
  const end = Math.max((found?.hour?.getTime() ?? 0) + HOUR_MS, (found?.day?.getTime() ?? 0) + DAY_MS)
  return end > now.getTime() ? new Date(end) : null
}

/** The partners whose tills gave wrong PINs for so many cards that they are paused. */
export async function listPausedPartners(
  reader: Reader,
  { limits, now }: { limits: WrongPinLimits; now: Date },
): Promise<number[]> {
  const [hourAgo, dayAgo] = [HOUR_MS, DAY_MS].map((ms) => new Date(now.getTime() - ms))
  const { cardsPerHourMax, cardsPerDayMax } = limits
  const rows = await reader.$queryRaw<{ partnerId: number }[]>`
    select substr(place, 6)::int as "partnerId" from pin_place
    where last_wrong_at > ${dayAgo} and place like 'till:%' and (last_right_at is null or last_right_at < last_wrong_at)
    group by place
    having count(*) >= ${cardsPerDayMax} or count(*) filter (where last_wrong_at > ${hourAgo}) >= ${cardsPerHourMax}
    order by 1`
  return rows.map(({ partnerId }) => partnerId)
}

/** Deletes what is kept of browsers that are known to nobody. */
export async function deleteForgottenDevices(tx: Transaction): Promise<void> {
  await tx.pinPlace.deleteMany({ where: { place: { startsWith: 'device:' }, lastRightAt: null } })
}
