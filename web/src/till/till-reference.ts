const RANDOM_BYTES = 4

/** A reference that no other till draws: the moment to the second, and chance. */
export function drawReference(kind: 'T' | 'R' | 'P' | 'W', now = new Date()): string {
  const moment = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const chance = [...crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))]
  return `${kind}-${moment}-${chance.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
