import type * as Pkcs11 from 'pkcs11js'
import type { Handle, PKCS11 } from 'pkcs11js'

import type { Hex } from 'viem'

import { Transient } from '../../domain/rejection.ts'
import { type KeyService } from './key-service.ts'

/** The library of a device, and what its user logs in with. */
export interface Pkcs11Device {
  module: string
  pin: string
}

/** A token that this process is logged in to, with one session for all of its keys. */
interface OpenToken {
  library: PKCS11
  session: Handle
  /** Settles when the session has nothing to do: a signature takes two calls, which no other may come between. */
  idle: Promise<unknown>
}

/** 04, the length, and the point: 67 bytes; some devices leave out the first two. */
const POINT_BYTES = 65
/** The object identifier 1.3.132.0.10, as DER. */
const SECP256K1 = Buffer.from('06052b8104000a', 'hex')

const libraries = new Map<string, PKCS11>()
const tokens = new Map<string, Promise<OpenToken>>()

/** A key pair in a device with PKCS#11, whose both halves have the same label. Whatever fails is tried in a new session. */
export function pkcs11Key(key: { token: string; object: string }, device: Pkcs11Device): KeyService {
  const use = async <T>(run: (token: OpenToken, constants: Constants) => Promise<T> | T): Promise<T> => {
    const constants = await importPkcs11()
    const name = `${device.module} ${key.token}`
    const token = await (tokens.get(name) ?? remember(name, openToken(constants, key.token, device)))
    const done = token.idle.then(() => run(token, constants))
    token.idle = done.catch(() => tokens.delete(name))
    return done
  }
  return {
    readPublicKey: () =>
      use<Hex>(({ library, session }, constants) => {
        const handle = findObject({ library, session }, constants, {
          class: constants.CKO_PUBLIC_KEY,
          label: key.object,
        })
        const asked = [{ type: constants.CKA_EC_PARAMS }, { type: constants.CKA_EC_POINT }]
        const [curve, point] = library.C_GetAttributeValue(session, handle, asked)
        if (!SECP256K1.equals(curve?.value as Buffer)) {
          throw new Transient(`${key.object} is not on the curve secp256k1, which Ethereum uses`, null)
        }
        return `0x${(point?.value as Buffer).subarray(-POINT_BYTES).toString('hex')}`
      }),
    signDigest: (digest) =>
      use(async ({ library, session }, constants) => {
        const handle = findObject({ library, session }, constants, {
          class: constants.CKO_PRIVATE_KEY,
          label: key.object,
        })
        library.C_SignInit(session, { mechanism: constants.CKM_ECDSA }, handle)
        const signature = await library.C_SignAsync(session, Buffer.from(digest), Buffer.alloc(64))
        const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map((half) =>
          BigInt(`0x${half.toString('hex')}`),
        )
        return { r: r ?? 0n, s: s ?? 0n }
      }),
  }
}

type Constants = typeof Pkcs11

/** A native module that not everybody needs: npm brings its sources, and who has a device builds it once. */
async function importPkcs11(): Promise<Constants> {
  try {
    const { default: pkcs11 } = (await import('pkcs11js')) as unknown as { default: Constants }
    return pkcs11
  } catch (error) {
    throw new Transient('pkcs11js is not built: npm rebuild pkcs11js --ignore-scripts=false', error)
  }
}

function remember(name: string, token: Promise<OpenToken>): Promise<OpenToken> {
  tokens.set(name, token)
  token.catch(() => tokens.delete(name))
  return token
}

async function openToken(constants: Constants, label: string, { module, pin }: Pkcs11Device): Promise<OpenToken> {
  const library = loadLibrary(constants, module)
  const slot = library.C_GetSlotList(true).find((each) => library.C_GetTokenInfo(each).label.trim() === label)
  if (slot === undefined) throw new Transient(`The device has no token ${label}`, null)
  // What a former session of ours left: its log-in counts for the whole process.
  library.C_CloseAllSessions(slot)
  const session = library.C_OpenSession(slot, constants.CKF_SERIAL_SESSION)
  library.C_Login(session, constants.CKU_USER, pin)
  return { library, session, idle: Promise.resolve() }
}

/** A library can be initialized once in a process. */
function loadLibrary({ PKCS11: Library, CKF_OS_LOCKING_OK }: Constants, module: string): PKCS11 {
  const known = libraries.get(module)
  if (known !== undefined) return known
  const library = new Library()
  library.load(module)
  library.C_Initialize({ flags: CKF_OS_LOCKING_OK })
  libraries.set(module, library)
  return library
}

function findObject(
  { library, session }: Pick<OpenToken, 'library' | 'session'>,
  { CKA_CLASS, CKA_LABEL }: Constants,
  wanted: { class: number; label: string },
): Handle {
  library.C_FindObjectsInit(session, [
    { type: CKA_CLASS, value: wanted.class },
    { type: CKA_LABEL, value: wanted.label },
  ])
  const found = library.C_FindObjects(session, 2)
  library.C_FindObjectsFinal(session)
  const [handle] = found
  if (handle === undefined) throw new Transient(`The token has no key ${wanted.label}`, null)
  if (found.length > 1) throw new Transient(`The token has several keys ${wanted.label}`, null)
  return handle
}
