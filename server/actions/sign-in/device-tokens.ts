import { createHash } from 'node:crypto'

import type { Transaction } from '../../database/engine/client.ts'
import { forgetDevices, isKnownDevice, listKnownDevices, savePinPlace } from '../../database/pin-places.ts'
import type { Clock, Randomness } from '../../domain/environment.ts'
import { DEVICES_PER_MEMBER_MAX, type PinPlaceName } from '../../domain/pins.ts'

const TOKEN_BYTES = 32

/** The place in which the tries of a browser with this token count. The token is 256 random bits, so no slow hash is needed. */
export function devicePlace(token: string): PinPlaceName {
  return `device:${createHash('sha256').update(token).digest('hex')}`
}

/**
 * Makes a browser known to a member who gave the right PIN in it, and gives the token that it keeps: the one that it has, if we gave
 * it that for another member, or else a new one. Only so many are known at once. The caller has locked the member.
 */
export async function rememberDevice(
  tx: Transaction,
  { clock, randomness }: { clock: Clock; randomness: Randomness },
  { memberId, device }: { memberId: string; device: string | null },
): Promise<string> {
  const now = clock.now()
  const isOurs = device !== null && (await isKnownDevice(tx, devicePlace(device), now))
  const token = isOurs ? device : Buffer.from(randomness.bytes(TOKEN_BYTES)).toString('hex')
  const others = await listKnownDevices(tx, memberId, now)
  await forgetDevices(tx, others.slice(DEVICES_PER_MEMBER_MAX - 1))
  const place = devicePlace(token)
  await savePinPlace(tx, {
    memberId,
    place,
    failedTries: 0,
    lockedUntil: null,
    lastWrongAt: null,
    lastRightAt: now,
  })
  return token
}
