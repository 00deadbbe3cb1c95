/** Whose a value is: of a partner, of a member's dealings with it (0: no known member), or the member's alone (partner 0). */
export interface Owner {
  readonly partner: number
  readonly member: number
}

const CANARY = /zq(\d+)m(\d+)x[0-9a-z]{6}/g
/** Texts that look like a secret: keys, session tokens and approval secrets, and vouchers. */
const SECRET =
  /ent_[0-9a-f]{16}_[0-9a-f]{64}|\b[0-9a-f]{64}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b|\b[A-Za-z0-9_-]{43}\b/g

/** A text that says whose it is, wherever it turns up. */
export function canaryOf(owner: Owner, chance: number): string {
  return `${canaryStart(owner)}${Math.floor(chance).toString(36).padStart(6, '0').slice(-6)}`
}

/** What all canaries of an owner begin with. */
export const canaryStart = ({ partner, member }: Owner): string => `zq${partner}m${member}x`

/** Whether a text is a canary of anybody. */
export const isCanary = (text: string): boolean => text.startsWith('zq')

/** Secrets by their owner, and what an answer holds of all that is somebody's. */
export function watchSecrets() {
  const secrets = new Map<string, Owner>()
  return {
    add: (secret: string, owner: Owner) => void secrets.set(secret, owner),
    /** Whatever is in the text that `maySee` does not allow. */
    findLeaks(text: string, maySee: (owner: Owner, kind: 'data' | 'secret') => boolean): string[] {
      const data = [...text.matchAll(CANARY)]
        .filter(([, partner, member]) => !maySee({ partner: Number(partner), member: Number(member) }, 'data'))
        .map(([canary]) => canary)
      const known = [...text.matchAll(SECRET)].flatMap(([secret]) => {
        const owner = secrets.get(secret)
        return owner === undefined || maySee(owner, 'secret') ? [] : [`${secret.slice(0, 8)}…`]
      })
      return [...data, ...known]
    },
  }
}

export type Watch = ReturnType<typeof watchSecrets>
