import type { Clock } from '../../domain/environment.ts'

/** Lets many callers share one reading of something costly for a short while. A failed reading is not remembered. */
export function rememberBriefly<T>(
  { clock, ageMs }: { clock: Clock; ageMs: number },
  read: () => Promise<T>,
): () => Promise<T> {
  let reading: { readonly value: Promise<T>; readonly until: number } | null = null
  return () => {
    const now = clock.now().getTime()
    if (reading !== null && reading.until > now) return reading.value
    const begun = { value: read(), until: now + ageMs }
    reading = begun
    begun.value.catch(() => {
      if (reading === begun) reading = null
    })
    return begun.value
  }
}
